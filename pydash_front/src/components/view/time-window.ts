/** Which time a page shows, and in slices of which length. Every date is on the chosen clocks. */
import type { Timeslice } from '@/lib/api-types';
import type { TimeWindow } from '@/lib/measurements';
import { countSlices } from '@/lib/slices';
import { addDays, browserZone, clockTime, inZone, midnight, zoneOf } from '@/lib/zone';

export const PRESETS = ['24h', '7d', '28d', '90d', 'all'] as const;
export type Preset = (typeof PRESETS)[number];
export const DEFAULT_PRESET: Preset = '28d';

/** Whole days, `2026-11-23`, the last one included. */
export interface DaySpan {
  from: string;
  to: string;
}

export type Range = Preset | DaySpan;

export const TIMESLICES = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;

/** More marks than this are no chart any more. */
const MAX_SLICES = 1_500;
/** Up to here every bar can be told from the next. */
const COMFORTABLE_SLICES = 120;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const PRESET_DAYS: Record<Exclude<Preset, '24h' | 'all'>, number> = {
  '7d': 7,
  '28d': 28,
  '90d': 90,
};

function readDay(day: string, zone: string, daysOn = 0): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return clockTime(zone, year, month - 1, date + daysOn);
}

function startOfHour(at: Date): Date {
  const start = inZone(at, zoneOf(at) ?? browserZone());
  start.setMinutes(0, 0, 0);
  return start;
}

function startOf(range: Range, now: Date): Date | null {
  if (range === 'all') return null;
  if (range === '24h') return new Date(startOfHour(now).getTime() - 23 * HOUR_MS);
  if (typeof range === 'string') return midnight(now, 1 - PRESET_DAYS[range]);
  return readDay(range.from, zoneOf(now) ?? browserZone());
}

/** Where the running slice ends, so that nothing yet to come is asked for. */
function endOfRunning(timeslice: Timeslice, now: Date): Date {
  if (timeslice === 'minute') return new Date(Math.floor(now.getTime() / 60_000 + 1) * 60_000);
  if (timeslice === 'hour') return new Date(startOfHour(now).getTime() + HOUR_MS);
  return midnight(now, 1);
}

function endOf(range: Range, timeslice: Timeslice, now: Date): Date {
  const running = endOfRunning(timeslice, now);
  if (typeof range === 'string') return running;
  const end = readDay(range.to, zoneOf(now) ?? browserZone(), 1);
  return end < running ? end : running;
}

/** The whole days (or hours) of a range, the running one included. */
export function windowOf(range: Range, timeslice: Timeslice, now: Date): TimeWindow {
  const start = startOf(range, now);
  const end = endOf(range, timeslice, now);
  // Days yet to come hold nothing, but must not be asked for backwards.
  return { start: start && start > end ? end : start, end };
}

/** The days that a window touches. */
function dayCount({ start, end }: TimeWindow): number {
  return start ? Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS)) : 0;
}

/**
 * The same length of time right before, on the same clocks.
 *
 * @param known until when everything is fetched: beyond it there is nothing to compare
 * @returns `null` where the window has no beginning
 */
export function earlierWindow(window: TimeWindow, now: Date, known = window.end) {
  const { start, end } = window;
  if (!start) return null;
  const zone = zoneOf(now) ?? browserZone();
  const days = dayCount(window);
  const back = (at: Date) => addDays(inZone(at, zone), -days);
  return { start: back(start), end: back(known < end ? known : end) };
}

function spanMs(range: Range, firstCallAt: Date | null, now: Date): number {
  const start = startOf(range, now) ?? firstCallAt ?? now;
  return endOf(range, 'minute', now).getTime() - start.getTime() - 60_000;
}

/** The timeslices that make sense for a range: not too many of them, and not longer than it. */
export function timeslicesFor(range: Range, firstCallAt: Date | null, now: Date): Timeslice[] {
  const span = spanMs(range, firstCallAt, now);
  const fitting = TIMESLICES.filter((timeslice) => {
    const count = countSlices(span, timeslice);
    return count <= MAX_SLICES && (count > 1 || range === 'all');
  });
  return fitting.length > 0 ? fitting : ['hour'];
}

/** The finest timeslice whose slices can still be told apart. */
export function defaultTimeslice(range: Range, firstCallAt: Date | null, now: Date): Timeslice {
  const span = spanMs(range, firstCallAt, now);
  const wanted = TIMESLICES.filter((timeslice) => timeslice !== 'minute');
  return wanted.find((timeslice) => countSlices(span, timeslice) <= COMFORTABLE_SLICES) ?? 'year';
}

export function isPreset(value: string | null): value is Preset {
  return PRESETS.some((preset) => preset === value);
}

export function isTimeslice(value: string | null): value is Timeslice {
  return TIMESLICES.some((timeslice) => timeslice === value);
}

/** True of `2026-11-23`, and not of a day that no calendar has. */
export function isDay(value: string | null): value is string {
  if (!value || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}
