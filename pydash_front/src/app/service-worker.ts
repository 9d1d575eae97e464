import { atBase } from '@/lib/base-path';

const CHECK_EVERY_MS = 3_600_000;

type OnUpdate = (apply: () => void) => void;

/** Calls back with each version that has been loaded, and waits behind the running one. */
function watchForUpdates(registration: ServiceWorkerRegistration, onUpdate: OnUpdate): void {
  const offer = (worker: ServiceWorker) =>
    onUpdate(() => {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
        once: true,
      });
      worker.postMessage('skip-waiting');
    });
  // The very first worker replaces nothing: there is nobody to tell.
  const isUpdate = () => navigator.serviceWorker.controller !== null;
  if (registration.waiting && isUpdate()) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && isUpdate()) offer(worker);
    });
  });
}

/**
 * Registers the service worker of a built PyDash, and looks for a newer one every hour.
 *
 * @returns stops the looking
 */
export function registerServiceWorker(onUpdate: OnUpdate): () => void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return () => undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  const register = async () => {
    const registration = await navigator.serviceWorker.register(atBase('/sw.js'));
    watchForUpdates(registration, onUpdate);
    // Failing to look is no news: the server is away, and the next look comes.
    timer = setInterval(() => void registration.update().catch(() => undefined), CHECK_EVERY_MS);
  };
  // Without a worker (blocked, or not on https) PyDash works just the same, only not offline.
  register().catch(() => undefined);
  return () => clearInterval(timer);
}
