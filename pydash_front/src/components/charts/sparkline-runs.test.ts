import { expect, it } from 'vitest';

import { sparklineRuns } from './sparkline-runs';

it('draws no line through what is not known', () => {
  const runs = sparklineRuns([null, 1, 2, null, 3]);
  expect(runs.map((run) => run.length)).toEqual([2, 1]);
});

it('draws a zero at the foot, and not as a gap', () => {
  const [run] = sparklineRuns([0, 10]);
  expect(run?.map(({ y }) => y)[0]).toBe(37);
});
