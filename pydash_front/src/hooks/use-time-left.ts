import { useState } from 'react';

interface Progress {
  ratio: number;
  atMs: number;
}

/** Less progress than this says nothing about the speed. */
const MIN_PROGRESS_RATIO = 0.01;

/**
 * How long until a ratio reaches 1, at the speed seen while this was shown.
 *
 * @param ratio 0 to 1
 * @param atMs when the ratio was heard of
 * @returns milliseconds; `null` while the speed is unknown
 */
export function useTimeLeft(ratio: number, atMs: number): number | null {
  const [first, setFirst] = useState<Progress>({ ratio, atMs });
  if (ratio < first.ratio) setFirst({ ratio, atMs });
  const done = ratio - first.ratio;
  if (done < MIN_PROGRESS_RATIO) return null;
  return ((atMs - first.atMs) / done) * (1 - ratio);
}
