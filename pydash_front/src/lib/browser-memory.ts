/** What this browser remembers between visits: a comfort, which a browser may refuse to keep. */

/** Reading `window.localStorage` itself throws where cookies are blocked or the disk is full. */
function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** What was kept under a key; `null` where nothing was, or can be. */
export function recall(key: string): string | null {
  try {
    return storage()?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

/** Keeps a value for the next visit, where the browser allows it. */
export function remember(key: string, value: string): void {
  try {
    storage()?.setItem(key, value);
  } catch {
    // Full or forbidden: the choice then holds for this page.
  }
}

const OWN_PREFIX = 'pydash-';

/** Forgets everything that PyDash has kept here, but for what is under one key. */
export function forgetAllBut(kept: string): void {
  try {
    const keys = Object.keys(storage() ?? {});
    for (const key of keys.filter((key) => key.startsWith(OWN_PREFIX) && key !== kept)) {
      storage()?.removeItem(key);
    }
  } catch {
    // Where nothing can be read, nothing was kept.
  }
}
