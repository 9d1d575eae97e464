/**
 * The server's clock. Figures end at the server's present, so the page counts by it: a computer
 * whose own clock is wrong would ask for a future, or for days that are over.
 */

/** `Date` headers count whole seconds, and an answer is on its way for a while. */
const TOLERANCE_MS = 3_000;
/** From here on the difference is worth a word. */
const NOTABLE_MS = 5 * 60_000;

let aheadMs = 0;
const listeners = new Set<() => void>();

/** Learns the server's time from an answer that has just arrived. */
export function noteServerTime(date: unknown, receivedAtMs = Date.now()): void {
  const serverMs = typeof date === 'string' ? Date.parse(date) : NaN;
  if (Number.isNaN(serverMs)) return;
  const found = receivedAtMs - serverMs;
  if (Math.abs(found - aheadMs) <= TOLERANCE_MS) return;
  aheadMs = Math.abs(found) <= TOLERANCE_MS ? 0 : found;
  for (const listener of listeners) listener();
}

/** The present instant. */
export function presentTime(): Date {
  return new Date(Date.now() - aheadMs);
}

/** How far this computer's clock is ahead of the server's, in ms; 0 where that hardly matters. */
export function clockErrorMs(): number {
  return Math.abs(aheadMs) < NOTABLE_MS ? 0 : aheadMs;
}

/** Calls back whenever the server's clock turns out to be another. */
export function onClockChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
