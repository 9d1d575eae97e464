export interface Point {
  x: number;
  y: number;
}

export const SPARKLINE_WIDTH = 120;
export const SPARKLINE_HEIGHT = 40;
const PAD = 3;

/** The line's pieces: one for each run of known values, so that no gap is drawn through. */
export function sparklineRuns(values: readonly (number | null)[]): Point[][] {
  const top = Math.max(1, ...values.map((value) => value ?? 0)) * 1.05;
  const step = (SPARKLINE_WIDTH - 2 * PAD) / Math.max(1, values.length - 1);
  const room = SPARKLINE_HEIGHT - 2 * PAD;
  const runs: Point[][] = [];
  let run: Point[] | null = null;
  values.forEach((value, index) => {
    if (value === null) {
      run = null;
      return;
    }
    if (!run) runs.push((run = []));
    run.push({ x: PAD + index * step, y: SPARKLINE_HEIGHT - PAD - (value / top) * room });
  });
  return runs;
}
