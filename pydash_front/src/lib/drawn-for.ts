import { useSyncExternalStore } from 'react';

/**
 * For whom this page is drawn. Two tabs share one session: where somebody logs in as another in
 * one of them, the other would show the first account, and change the second. The server refuses
 * that, and the page says so.
 */
export const ACCOUNT_HEADER = 'X-Pydash-Account';

let accountId: string | null = null;
let isOutdated = false;
const listeners = new Set<() => void>();

function tellListeners(): void {
  for (const listener of listeners) listener();
}

/** The id of the account; `null` as long as nobody is known to be logged in. */
export function drawnFor(): string | null {
  return accountId;
}

/** From now on the page is this account's, or nobody's. */
export function drawFor(id: string | null): void {
  accountId = id;
  isOutdated = false;
  tellListeners();
}

/** The server has said that another account is logged in by now. */
export function noteOtherAccount(): void {
  isOutdated = true;
  tellListeners();
}

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => listeners.delete(onChange);
}

/** True once the page is not that of the account which is logged in. */
export function useIsOutdated(): boolean {
  return useSyncExternalStore(subscribe, () => isOutdated);
}
