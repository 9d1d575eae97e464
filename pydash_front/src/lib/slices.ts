/** The keys of static timeslices, as the server names them: read and put into words. */
import type { Timeslice } from './api-types';
import { formatDate, formatDay, formatTime } from './format';

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
function weekStart(year: number, week: number): Date {
  const fourth = new Date(year, 0, 4);
  const daysSinceMonday = (fourth.getDay() + 6) % 7;
  return new Date(year, 0, 4 - daysSinceMonday + (week - 1) * 7);
}

/** Reads `2018-04-25T15`, `2018-10-28T02+02:00`, `2018-04-25T15:30`: no offset means UTC. */
function readClockKey(key: string): Date {
  const [date = '', clock = ''] = key.split('T');
  const [, time = '', offset = ''] = /^([\d:]+)(.*)$/.exec(clock) ?? [];
  const minutes = time.includes(':') ? time : `${time}:00`;
  return new Date(`${date}T${minutes}:00${offset || 'Z'}`);
}

function startOf(key: string, timeslice: Timeslice): Date {
  if (timeslice === 'hour' || timeslice === 'minute') return readClockKey(key);
  const [year = 0, second = 1, day = 1] = numbersOf(key);
  if (timeslice === 'week') return weekStart(year, second);
  return new Date(year, second - 1, day);
}

/** The first instant after a slice; a day with a change of clocks is 23 or 25 hours long. */
function endOf(start: Date, timeslice: Timeslice): Date {
  const [year, month, day] = [start.getFullYear(), start.getMonth(), start.getDate()];
  switch (timeslice) {
    case 'minute':
      return new Date(start.getTime() + 60_000);
    case 'hour':
      return new Date(start.getTime() + HOUR_MS);
    case 'day':
      return new Date(year, month, day + 1);
    case 'week':
      return new Date(year, month, day + 7);
    case 'month':
      return new Date(year, month + 1, 1);
    case 'year':
      return new Date(year + 1, 0, 1);
  }
}

export function readSlice(key: string, timeslice: Timeslice): Slice {
  const start = startOf(key, timeslice);
  return { key, start, end: endOf(start, timeslice) };
}

/** True in the hour that comes twice when the clocks go back. */
function isInRepeatedHour(at: Date): boolean {
  return [-HOUR_MS, HOUR_MS].some(
    (shiftMs) => new Date(at.getTime() + shiftMs).getHours() === at.getHours(),
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
      return `${start.toLocaleString('en-GB', { month: 'long' })} ${start.getFullYear()}`;
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
      return start.getMonth() === 0
        ? `${start.getFullYear()}`
        : start.toLocaleString('en-GB', { month: 'short' }).slice(0, 3);
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
