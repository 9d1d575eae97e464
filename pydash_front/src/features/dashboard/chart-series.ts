/** From the server's slices to what the charts draw. */
import type { ChartPoint, ChartSeries } from '@/components/charts/chart-point';
import type { StatisticSeries, Timeslice } from '@/lib/api-types';
import { readSlice, sliceName, sliceTick, type Slice } from '@/lib/slices';

import type { TimedSeries } from './api';

interface Knowledge {
  /** The visits of the same slices: only they tell a gap from a time without a visit. */
  visits: StatisticSeries | undefined;
  completeUntil: Date | null;
  now: Date;
}

/** How far apart ticks may stand, in slices, so that they fall on round times. */
const TICK_STEPS: Record<Timeslice, readonly number[]> = {
  minute: [1, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720],
  hour: [1, 2, 3, 6, 12, 24],
  day: [1, 2, 4, 7, 14, 28],
  week: [1, 2, 4, 8, 13, 26],
  month: [1, 2, 3, 6, 12],
  year: [1, 2, 5, 10],
};

function isOnStep({ start }: Slice, index: number, timeslice: Timeslice, step: number): boolean {
  switch (timeslice) {
    case 'minute':
      return (start.getHours() * 60 + start.getMinutes()) % step === 0;
    case 'hour':
      return start.getHours() % step === 0;
    case 'month':
      return start.getMonth() % step === 0;
    default:
      return index % step === 0;
  }
}

/** The indices of at most `maxCount` slices that stand at round times. */
export function tickIndices(
  slices: readonly Slice[],
  timeslice: Timeslice,
  maxCount: number,
): number[] {
  const steps = TICK_STEPS[timeslice];
  const step = steps.find((each) => slices.length / each <= maxCount) ?? steps.at(-1) ?? 1;
  const round = slices.flatMap((slice, index) =>
    isOnStep(slice, index, timeslice, step) ? [index] : [],
  );
  const stride = Math.max(1, Math.ceil(round.length / maxCount));
  return round.filter((_, position) => position % stride === 0);
}

function isGap(key: string, value: number | null, visits: StatisticSeries | undefined): boolean {
  return value === null && (visits?.[key] ?? null) === null;
}

export function toChartSeries(
  { timeslice, values }: TimedSeries,
  { visits, completeUntil, now }: Knowledge,
): ChartSeries {
  const slices = Object.keys(values).map((key) => readSlice(key, timeslice));
  const points = slices.map((slice): ChartPoint => {
    const value = values[slice.key] ?? null;
    return {
      key: slice.key,
      name: sliceName(slice, timeslice, now),
      value,
      isGap: isGap(slice.key, value, visits),
      isRunning: value !== null && completeUntil !== null && slice.end > completeUntil,
    };
  });
  const ticksFor = (maxCount: number) =>
    tickIndices(slices, timeslice, maxCount).flatMap((index) => {
      const slice = slices[index];
      return slice ? [{ index, label: sliceTick(slice, timeslice, now) }] : [];
    });
  return { points, ticksFor };
}

/** True where all is known, and nothing happened. */
export function isWithoutVisits(visits: StatisticSeries): boolean {
  return Object.values(visits).every((count) => count === 0);
}
