import type { Tokens } from '@/lib/tokens';

/** One slice of time, ready to be named. */
export interface ChartSlice {
  key: string;
  /** The slice in full, for tooltip and table. */
  name: string;
  /** Nothing was fetched of this time: hatched, and never taken for zero. */
  isGap: boolean;
  /** The slice has not ended, or is not wholly fetched: paler. */
  isRunning: boolean;
}

export type TrackTone = keyof Pick<
  Tokens,
  'series' | 'earlier' | 'average' | 'p50' | 'p90' | 'p99'
>;

/** One figure per slice. */
export interface Track {
  name: string;
  tone: TrackTone;
  values: readonly (number | null)[];
}

export interface AxisTick {
  index: number;
  label: string;
}

/** Slices, the figures over them, and all that is needed to draw and name both. */
export interface ChartSeries {
  slices: readonly ChartSlice[];
  tracks: readonly Track[];
  /** The ticks that fit beside each other. */
  ticksFor: (maxCount: number) => AxisTick[];
}

export interface GapRun {
  first: number;
  last: number;
}

/** The gaps as runs of neighbouring slices. */
export function gapRuns(slices: readonly ChartSlice[]): GapRun[] {
  const runs: GapRun[] = [];
  slices.forEach(({ isGap }, index) => {
    if (!isGap) return;
    const run = runs.at(-1);
    if (run?.last === index - 1) run.last = index;
    else runs.push({ first: index, last: index });
  });
  return runs;
}
