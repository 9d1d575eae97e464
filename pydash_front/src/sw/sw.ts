/**
 * The service worker: keeps the built files and one copy of the page, so that PyDash opens
 * without a network. It never touches `/api`: nobody's statistics are kept in a browser.
 *
 * The page carries a nonce that its own Content-Security-Policy header names. Both are kept
 * together, as one response, and so fit each other whenever it is shown. Online the page always
 * comes from the network, with a fresh nonce. The kept copy is never replaced on the way: it
 * names the very files that were kept with it.
 */
interface PrecacheList {
  version: string;
  files: string[];
}

declare const self: ServiceWorkerGlobalScope & { __PRECACHE__: PrecacheList };

const { version, files } = self.__PRECACHE__;
/** The path below which PyDash lies, with a slash at its end. */
const BASE = new URL('./', self.location.href).pathname;
const urls = files.map((file) => `${BASE}${file}`);
/** Another PyDash of the same host, below another path, has kept files of its own. */
const CACHE_PREFIX = `pydash-${BASE}-`;
const CACHE = `${CACHE_PREFIX}${version}`;
const PAGE = BASE;
/** What the first versions kept, which had their host for themselves. */
const FORMER_CACHE = /^pydash-[0-9a-f]{16}$/;

async function keepFiles(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([PAGE, ...urls].map((url) => new Request(url, { cache: 'reload' })));
}

async function dropOlderVersions(): Promise<void> {
  const names = await caches.keys();
  const older = names.filter(
    (name) =>
      (name.startsWith(CACHE_PREFIX) && name !== CACHE) ||
      (BASE === '/' && FORMER_CACHE.test(name)),
  );
  await Promise.all(older.map((name) => caches.delete(name)));
}

async function fromNetworkElseKept(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const page = await caches.match(PAGE, { cacheName: CACHE });
    if (page) return page;
    throw error;
  }
}

async function fromKeptElseNetwork(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName: CACHE })) ?? fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(keepFiles()));
self.addEventListener('activate', (event) => event.waitUntil(dropOlderVersions()));

// The page asks for this once its user has agreed to the update.
self.addEventListener('message', (event) => {
  if (event.data === 'skip-waiting') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (!url.pathname.startsWith(BASE) || url.pathname.startsWith(`${BASE}api/`)) return;
  if (request.mode === 'navigate') {
    event.respondWith(fromNetworkElseKept(request));
  } else if (urls.includes(url.pathname)) {
    event.respondWith(fromKeptElseNetwork(request));
  }
});

// A module, so that its names are its own; the build makes a plain script of it.
export {};
