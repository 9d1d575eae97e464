/** A chart's figures in words, for tooltip, table and screen reader. */
import { texts } from '@/lib/texts';

import type { ChartSeries, ChartSlice } from './chart-series';

export interface Words {
  /** The track's; nothing where there is but one. */
  name: string | null;
  value: string;
}

export function wordFor(
  value: number | null,
  { isGap, isRunning }: ChartSlice,
  format: (value: number) => string,
): string {
  if (isGap) return texts.chart.unknown;
  if (value === null) return texts.chart.noCall;
  return isRunning ? `${format(value)} ${texts.chart.running}` : format(value);
}

/** What all tracks hold for one slice. */
export function wordsOf(
  { slices, tracks }: ChartSeries,
  index: number,
  format: (value: number) => string,
): Words[] {
  const slice = slices[index];
  if (!slice) return [];
  return tracks.map(({ name, tone, values }) => {
    const value = values[index] ?? null;
    // The time before has gaps of its own, of which the slice knows nothing.
    const of = tone === 'earlier' ? { ...slice, isGap: value === null, isRunning: false } : slice;
    return { name: tracks.length > 1 ? name : null, value: wordFor(value, of, format) };
  });
}
