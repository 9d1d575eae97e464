/** One slice of a chart, ready to be drawn and to be put into words. */
export interface ChartPoint {
  key: string;
  /** The slice in full, for tooltip and table. */
  name: string;
  value: number | null;
  /** Nothing was fetched of this time: hatched, and never taken for zero. */
  isGap: boolean;
  /** The slice has not ended, or is not wholly fetched: paler. */
  isRunning: boolean;
}

export interface AxisTick {
  index: number;
  label: string;
}

/** Points, and all that is needed to draw and name them. */
export interface ChartSeries {
  points: readonly ChartPoint[];
  /** The ticks that fit beside each other. */
  ticksFor: (maxCount: number) => AxisTick[];
}

export interface GapRun {
  first: number;
  last: number;
}

/** The gaps as runs of neighbouring slices. */
export function gapRuns(points: readonly ChartPoint[]): GapRun[] {
  const runs: GapRun[] = [];
  points.forEach(({ isGap }, index) => {
    if (!isGap) return;
    const run = runs.at(-1);
    if (run?.last === index - 1) run.last = index;
    else runs.push({ first: index, last: index });
  });
  return runs;
}
