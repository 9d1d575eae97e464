/** From the server's slices to what the charts draw. */
import type { ChartSeries, ChartSlice, TrackTone } from '@/components/charts/chart-series';
import type { StatisticSeries, Timeslice } from '@/lib/api-types';
import type { TimedSeries } from '@/lib/measurements';
import { readSlice, sliceName, sliceTick, type Slice } from '@/lib/slices';

interface Knowledge {
  /** The visits of the same slices: only they tell a gap from a time without a visit. */
  visits: StatisticSeries | undefined;
  completeUntil: Date | null;
  /** Before it nothing was measured: its zeros are no base to compare with. */
  firstCallAt: Date | null;
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

/** A time without a visit has no time to show; without it, a figure missing is not known. */
function isGap(value: number | null, visits: number | null | undefined): boolean {
  return value === null && visits !== 0;
}

/** What becomes of one statistic's answer. */
export interface TrackSource {
  name: string;
  tone: TrackTone;
  data: TimedSeries;
}

/**
 * Slices and tracks of some statistics over the same time.
 *
 * @param sources the first one's keys are the slices; those of the time `earlier` stand under them
 *   by their place
 */
export function toChartSeries(
  sources: readonly TrackSource[],
  { visits, completeUntil, firstCallAt, now }: Knowledge,
): ChartSeries {
  const [first] = sources;
  if (!first) return { slices: [], tracks: [], ticksFor: () => [] };
  const { timeslice, zone, values } = first.data;
  const times = [...values.keys()].map((key) => readSlice(key, timeslice, zone));
  const slices = times.map((slice): ChartSlice => {
    const value = values.get(slice.key) ?? null;
    return {
      key: slice.key,
      name: sliceName(slice, timeslice, now),
      isGap: isGap(value, visits?.get(slice.key)),
      isRunning: value !== null && completeUntil !== null && slice.end > completeUntil,
    };
  });
  const tracks = sources.map(({ name, tone, data }) => ({
    name,
    tone,
    values:
      tone === 'earlier' ? byPlace(data, firstCallAt, times.length) : byKey(data.values, times),
  }));
  const ticksFor = (maxCount: number) =>
    tickIndices(times, timeslice, maxCount).flatMap((index) => {
      const slice = times[index];
      return slice ? [{ index, label: sliceTick(slice, timeslice, now) }] : [];
    });
  return { slices, tracks, ticksFor };
}

function byKey(values: StatisticSeries, slices: readonly Slice[]): (number | null)[] {
  return slices.map(({ key }) => values.get(key) ?? null);
}

function byPlace({ timeslice, zone, values }: TimedSeries, first: Date | null, count: number) {
  const measured = [...values].map(([key, value]) => {
    const isBefore = first !== null && readSlice(key, timeslice, zone).end <= first;
    return isBefore ? null : value;
  });
  return Array.from({ length: count }, (_, index) => measured[index] ?? null);
}

/** True where all is known, and nothing happened. */
export function isWithoutVisits(visits: StatisticSeries): boolean {
  return [...visits.values()].every((count) => count === 0);
}
