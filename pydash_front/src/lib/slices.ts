/** The keys of static timeslices, as the server names them: read and put into words. */
import type { Timeslice } from './api-types';
import { formatDate, formatDay, formatLongMonth, formatMonth, formatTime } from './format';
import { browserZone, clockTime, inZone, midnight, zoneOf } from './zone';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface Slice {
  key: string;
  start: Date;
  /** Exclusive. */
  end: Date;
}

function numbersOf(key: string): number[] {
  return key.split(/\D+/).filter(Boolean).map(Number);
}

/** The Monday on which an ISO 8601 week begins: week 1 is the one with 4 January in it. */
function weekStart(year: number, week: number, zone: string): Date {
  const daysSinceMonday = (new Date(Date.UTC(year, 0, 4)).getUTCDay() + 6) % 7;
  return clockTime(zone, year, 0, 4 - daysSinceMonday + (week - 1) * 7);
}

/** Reads `2018-04-25T15`, `2018-10-28T02+02:00`, `2018-04-25T15:30`: no offset means UTC. */
function readClockKey(key: string): Date {
  const [date = '', clock = ''] = key.split('T');
  const [, time = '', offset = ''] = /^([\d:]+)(.*)$/.exec(clock) ?? [];
  const minutes = time.includes(':') ? time : `${time}:00`;
  return new Date(`${date}T${minutes}:00${offset || 'Z'}`);
}

function startOf(key: string, timeslice: Timeslice, zone: string): Date {
  if (timeslice === 'hour' || timeslice === 'minute') return inZone(readClockKey(key), zone);
  const [year = 0, second = 1, day = 1] = numbersOf(key);
  if (timeslice === 'week') return weekStart(year, second, zone);
  return clockTime(zone, year, second - 1, day);
}

/** The first instant after a slice; a day with a change of clocks is 23 or 25 hours long. */
function endOf(start: Date, timeslice: Timeslice): Date {
  const zone = zoneOf(start) ?? browserZone();
  switch (timeslice) {
    case 'minute':
      return inZone(start.getTime() + 60_000, zone);
    case 'hour':
      return inZone(start.getTime() + HOUR_MS, zone);
    case 'day':
      return midnight(start, 1);
    case 'week':
      return midnight(start, 7);
    case 'month':
      return clockTime(zone, start.getFullYear(), start.getMonth() + 1, 1);
    case 'year':
      return clockTime(zone, start.getFullYear() + 1, 0, 1);
  }
}

/** Reads a key of the server's in the zone that it was asked for. */
export function readSlice(key: string, timeslice: Timeslice, zone = browserZone()): Slice {
  const start = startOf(key, timeslice, zone);
  return { key, start, end: endOf(start, timeslice) };
}

/** True in the hour that comes twice when the clocks go back. */
function isInRepeatedHour(at: Date): boolean {
  const zone = zoneOf(at) ?? browserZone();
  return [-HOUR_MS, HOUR_MS].some(
    (shiftMs) => inZone(at.getTime() + shiftMs, zone).getHours() === at.getHours(),
  );
}

function offsetName(at: Date): string {
  const minutes = -at.getTimezoneOffset();
  const rest = Math.abs(minutes % 60);
  const hours = Math.trunc(minutes / 60);
  return `UTC${hours < 0 ? '−' : '+'}${Math.abs(hours)}${rest ? `:${rest}` : ''}`;
}

/** `Mon 23 Apr`, `Week 17, from Mon 23 Apr`, `April 2018`: for tooltips and tables. */
export function sliceName(slice: Slice, timeslice: Timeslice, now: Date): string {
  const { start, key } = slice;
  switch (timeslice) {
    case 'year':
      return key;
    case 'month':
      return formatLongMonth(start);
    case 'week':
      return `Week ${Number(key.slice(-2))}, from ${formatDay(start, now)}`;
    case 'day':
      return formatDay(start, now);
    default: {
      const offset = isInRepeatedHour(start) ? ` (${offsetName(start)})` : '';
      return `${formatDay(start, now)}, ${formatTime(start)}${offset}`;
    }
  }
}

/** The shortest words that tell a slice from its neighbours on an axis. */
export function sliceTick(slice: Slice, timeslice: Timeslice, now: Date): string {
  const { start } = slice;
  switch (timeslice) {
    case 'year':
      return slice.key;
    case 'month':
      return start.getMonth() === 0 ? `${start.getFullYear()}` : formatMonth(start);
    case 'week':
    case 'day':
      return formatDate(start, now);
    default:
      return isMidnight(start) ? formatDate(start, now) : formatTime(start);
  }
}

function isMidnight(at: Date): boolean {
  return at.getHours() === 0 && at.getMinutes() === 0;
}

/** How many slices of this kind, at least, a span of time is cut into. */
export function countSlices(spanMs: number, timeslice: Timeslice): number {
  return Math.ceil(spanMs / APPROXIMATE_MS[timeslice]);
}

const APPROXIMATE_MS: Record<Timeslice, number> = {
  minute: 60_000,
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  year: 365 * DAY_MS,
};
