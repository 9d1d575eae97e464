/** Numbers and times as people read them. Times are in their own zone, or else the browser's. */
import { zoneOf } from './zone';

export const NARROW_SPACE = '\u202f';
export const UNKNOWN = '–';

const LOCALE = 'en-GB';
const MINUTE_MS = 60_000;

/** `184 203`, with narrow no-break spaces. */
export function formatCount(count: number | null): string {
  if (count === null) return UNKNOWN;
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE);
}

/** `7.5k`, `1.2M`: for axes. */
export function formatCompact(count: number): string {
  if (count < 1e3) return trimZeros(count, 1);
  if (count < 1e6) return `${trimZeros(count / 1e3, 1)}k`;
  if (count < 1e9) return `${trimZeros(count / 1e6, 1)}M`;
  return `${trimZeros(count / 1e9, 1)}G`;
}

function trimZeros(value: number, digits: number): string {
  return Number(value.toFixed(digits)).toString();
}

/** `512 B`, `3.4 GB`: in powers of a thousand, as disks are sold. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(Math.floor(Math.log10(Math.max(1, bytes)) / 3), units.length - 1);
  return `${trimZeros(bytes / 1000 ** step, 1)} ${units[step]}`;
}

/** `0.15 ms`, `6.2 ms`, `312 ms`, `1.24 s`, `12.4 min`, `11.5 d`; a clock set back gives `−2.50 s`. */
export function formatDuration(durationMs: number | null): string {
  if (durationMs === null) return UNKNOWN;
  if (durationMs < 0) return `−${formatDuration(-durationMs)}`;
  if (durationMs > 0 && durationMs < 0.95) return `${trimPrecision(durationMs, 2)} ms`;
  if (durationMs < 9.95) return `${durationMs.toFixed(1)} ms`;
  if (durationMs < 999.5) return `${Math.round(durationMs)} ms`;
  if (durationMs < 9_995) return `${(durationMs / 1e3).toFixed(2)} s`;
  const [unit, unitMs] = unitFor(durationMs, 0.05);
  return `${(durationMs / unitMs).toFixed(1)} ${unit}`;
}

/** The tick of an axis, without digits that say nothing: `0.15 ms`, `2.5 ms`, `1 s`, `12 min`. */
export function formatAxisDuration(durationMs: number): string {
  if (durationMs < 0) return `−${formatAxisDuration(-durationMs)}`;
  const [unit, unitMs] = unitFor(durationMs, 0);
  return `${trimPrecision(durationMs / unitMs, 4)} ${unit}`;
}

const DURATION_UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/** The largest unit of which a duration, rounded, has one at least. */
export function unitFor(durationMs: number, rounding: number): (typeof DURATION_UNITS)[number] {
  const fits = ([, unitMs]: (typeof DURATION_UNITS)[number]) =>
    durationMs >= unitMs * (1 - rounding / 100);
  return DURATION_UNITS.find(fits) ?? ['ms', 1];
}

function trimPrecision(value: number, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  // Not `1e-7`: nobody reads that.
  return Math.abs(rounded) < 1e-6 && rounded !== 0
    ? rounded.toFixed(9).replace(/0+$/, '')
    : rounded.toString();
}

/** `63 %`, rounded down: 100 % is said of the whole only. */
export function formatRatio(ratio: number): string {
  return `${Math.floor(ratio * 100 + 1e-9)}${NARROW_SPACE}%`;
}

/** `11.6 %`, `0.03 %`, `100 %`: rounded, but never up to the whole. */
export function formatShare(ratio: number | null): string {
  if (ratio === null) return UNKNOWN;
  const percent = ratio * 100;
  const digits = percent > 0 && (percent < 1 || percent > 99) ? 2 : 1;
  const shown = ratio < 1 ? Math.min(Number(percent.toFixed(digits)), 99.99) : 100;
  return `${shown}${NARROW_SPACE}%`;
}

/** `▲ +18 %`, `▼ −9 %`, `→ 0 %`; `null` where there is nothing to compare with. */
export function formatChange(now: number | null, before: number | null): string | null {
  if (now === null || before === null || before === 0) return null;
  const percent = (now / before - 1) * 100;
  if (Math.abs(percent) < 0.5) return `→ 0${NARROW_SPACE}%`;
  const size = formatCount(Math.abs(percent));
  return percent > 0 ? `▲ +${size}${NARROW_SPACE}%` : `▼ −${size}${NARROW_SPACE}%`;
}

type Part = 'time' | 'month' | 'weekday' | 'longMonth';

const PARTS: Record<Part, Intl.DateTimeFormatOptions> = {
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  month: { month: 'short' },
  longMonth: { month: 'long' },
  weekday: { weekday: 'short' },
};

/** Making one takes longer than a thousand uses of it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function part(at: Date, name: Part): string {
  const timeZone = zoneOf(at);
  const key = `${name} ${timeZone ?? ''}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(LOCALE, { ...PARTS[name], timeZone });
    formats.set(key, format);
  }
  return format.format(at);
}

/** `14:32`. */
export function formatTime(at: Date): string {
  return part(at, 'time');
}

/** `18 Nov`, and the year where it differs from this one. */
export function formatDate(on: Date, now: Date): string {
  const year = on.getFullYear() === now.getFullYear() ? '' : ` ${on.getFullYear()}`;
  return `${on.getDate()} ${formatMonth(on)}${year}`;
}

/** `Nov`. */
export function formatMonth(on: Date): string {
  return part(on, 'month').slice(0, 3);
}

/** `November 2026`. */
export function formatLongMonth(on: Date): string {
  return `${part(on, 'longMonth')} ${on.getFullYear()}`;
}

/** `Wed 18 Nov`. */
export function formatDay(on: Date, now: Date): string {
  return `${part(on, 'weekday')} ${formatDate(on, now)}`;
}

/** `Wed 18 Nov, 10:40`. */
export function formatInstant(at: Date, now: Date): string {
  return `${formatDay(at, now)}, ${formatTime(at)}`;
}

/** `14:32` today, else `Wed 18 Nov, 10:40`. */
export function formatRecent(at: Date, now: Date): string {
  const isToday = at.toDateString() === now.toDateString();
  return isToday ? formatTime(at) : formatInstant(at, now);
}

/** `2026-11-23 14:32 UTC`: for tooltips. */
export function formatUtc(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `3 min`, `2 h 10 min`. */
export function formatSpan(spanMs: number): string {
  const minutes = Math.max(1, Math.round(spanMs / MINUTE_MS));
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest ? ` ${rest} min` : ''}`;
}
