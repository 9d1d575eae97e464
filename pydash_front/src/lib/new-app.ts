/**
 * The app that is being added: its token stands in somebody's code already while they look for the
 * address, restart, or close the tab, and so must still be the same when they come back.
 */
import { useSyncExternalStore } from 'react';

import { makeAppToken } from './app-setup';
import { recall, remember } from './browser-memory';
import { presentTime } from './clock';
import { drawnFor } from './drawn-for';

export interface NewApp {
  url: string;
  name: string;
  /** Made here, and pasted into the app. */
  token: string;
  /** Whether PyDash looks for it by itself. */
  isAwaited: boolean;
}

interface Kept extends NewApp {
  accountId: string | null;
  keptAtMs: number;
}

const KEY = 'pydash-new-app';
const KEPT_MS = 7 * 86_400_000;

/** In a browser that keeps nothing, it is known as long as the page lives. */
let current: Kept | null = null;
let written = '';
const listeners = new Set<() => void>();

function isKept(found: unknown): found is Kept {
  if (typeof found !== 'object' || found === null) return false;
  const { url, name, token, isAwaited, keptAtMs } = found as Partial<Record<keyof Kept, unknown>>;
  const areTexts = [url, name, token].every((text) => typeof text === 'string');
  return areTexts && typeof isAwaited === 'boolean' && typeof keptAtMs === 'number';
}

function parse(text: string): Kept | null {
  try {
    const found: unknown = JSON.parse(text);
    return isKept(found) ? found : null;
  } catch {
    return null;
  }
}

function isOwn({ accountId, keptAtMs }: Kept): boolean {
  return accountId === drawnFor() && presentTime().getTime() - keptAtMs < KEPT_MS;
}

function keep(app: NewApp): Kept {
  current = { ...app, accountId: drawnFor(), keptAtMs: presentTime().getTime() };
  const text = JSON.stringify(current);
  remember(KEY, text);
  // Where nothing is kept, nothing can be forgotten or changed by another tab, either.
  written = recall(KEY) === text ? text : '';
  return current;
}

function make(): Kept {
  return keep({ url: '', name: '', token: makeAppToken(), isAwaited: false });
}

/** The app that this account is adding, in this tab or in one before. */
export function readNewApp(): NewApp {
  const kept = recall(KEY) ?? '';
  if (kept !== written) {
    current = parse(kept);
    written = kept;
  }
  return current && isOwn(current) ? current : make();
}

/** Notes what is known of it now. */
export function changeNewApp(changes: Partial<NewApp>): void {
  keep({ ...readNewApp(), ...changes });
  for (const listener of listeners) listener();
}

/** It is added: the next app gets another token. */
export function startNewApp(): void {
  make();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useNewApp(): NewApp {
  return useSyncExternalStore(subscribe, readNewApp);
}
