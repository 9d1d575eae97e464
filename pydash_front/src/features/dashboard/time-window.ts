/** Which time a dashboard's page shows, and in slices of which length. */
import type { Timeslice } from '@/lib/api-types';
import { countSlices } from '@/lib/slices';

export const RANGES = ['24h', '7d', '28d', '90d', 'all'] as const;
export type Range = (typeof RANGES)[number];
export const DEFAULT_RANGE: Range = '28d';

export const TIMESLICES = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;

/** More marks than this are no chart any more. */
const MAX_SLICES = 1_500;
/** Up to here every bar can be told from the next. */
const COMFORTABLE_SLICES = 120;

const RANGE_DAYS: Record<Exclude<Range, '24h' | 'all'>, number> = {
  '7d': 7,
  '28d': 28,
  '90d': 90,
};

export interface TimeWindow {
  /** `null`: from the first call on. */
  start: Date | null;
  /** Exclusive; where the running slice ends, so that nothing yet to come is asked for. */
  end: Date;
}

function startOfHour(at: Date): Date {
  const start = new Date(at);
  start.setMinutes(0, 0, 0);
  return start;
}

function startOfRange(range: Range, now: Date): Date | null {
  if (range === 'all') return null;
  if (range === '24h') return new Date(startOfHour(now).getTime() - 23 * 3_600_000);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - RANGE_DAYS[range] + 1);
}

function endOfRunning(timeslice: Timeslice, now: Date): Date {
  if (timeslice === 'minute') return new Date(Math.floor(now.getTime() / 60_000 + 1) * 60_000);
  if (timeslice === 'hour') return new Date(startOfHour(now).getTime() + 3_600_000);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
}

/** The whole days (or hours) of a range, the running one included. */
export function windowOf(range: Range, timeslice: Timeslice, now: Date): TimeWindow {
  return { start: startOfRange(range, now), end: endOfRunning(timeslice, now) };
}

function spanMs(range: Range, firstCallAt: Date | null, now: Date): number {
  const start = startOfRange(range, now) ?? firstCallAt ?? now;
  return now.getTime() - start.getTime();
}

/** The timeslices that make sense for a range: not too many of them, and not longer than it. */
export function timeslicesFor(range: Range, firstCallAt: Date | null, now: Date): Timeslice[] {
  const span = spanMs(range, firstCallAt, now);
  return TIMESLICES.filter((timeslice) => {
    const count = countSlices(span, timeslice);
    return count <= MAX_SLICES && (count > 1 || range === 'all');
  });
}

/** The finest timeslice whose slices can still be told apart. */
export function defaultTimeslice(range: Range, firstCallAt: Date | null, now: Date): Timeslice {
  const span = spanMs(range, firstCallAt, now);
  const wanted = TIMESLICES.filter((timeslice) => timeslice !== 'minute');
  return wanted.find((timeslice) => countSlices(span, timeslice) <= COMFORTABLE_SLICES) ?? 'year';
}

export function isRange(value: string | null): value is Range {
  return RANGES.some((range) => range === value);
}

export function isTimeslice(value: string | null): value is Timeslice {
  return TIMESLICES.some((timeslice) => timeslice === value);
}
