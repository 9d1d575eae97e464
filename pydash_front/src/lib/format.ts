/** Numbers and times as people read them. Times are in the browser's zone. */

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

/** `6.2 ms`, `312 ms`, `1.24 s`. */
export function formatDuration(durationMs: number | null): string {
  if (durationMs === null) return UNKNOWN;
  if (durationMs < 9.95) return `${durationMs.toFixed(1)} ms`;
  if (durationMs < 999.5) return `${Math.round(durationMs)} ms`;
  return `${(durationMs / 1e3).toFixed(durationMs < 9_995 ? 2 : 1)} s`;
}

/** `63 %`, rounded down: 100 % is said of the whole only. */
export function formatRatio(ratio: number): string {
  return `${Math.floor(ratio * 100 + 1e-9)}${NARROW_SPACE}%`;
}

/** `▲ +18 %`, `▼ −9 %`, `→ 0 %`; `null` where there is nothing to compare with. */
export function formatChange(now: number | null, before: number | null): string | null {
  if (now === null || before === null || before === 0) return null;
  const percent = (now / before - 1) * 100;
  if (Math.abs(percent) < 0.5) return `→ 0${NARROW_SPACE}%`;
  const size = formatCount(Math.abs(percent));
  return percent > 0 ? `▲ +${size}${NARROW_SPACE}%` : `▼ −${size}${NARROW_SPACE}%`;
}

function part(at: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALE, options).format(at);
}

/** `14:32`. */
export function formatTime(at: Date): string {
  return part(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** `18 Nov`, and the year where it differs from this one. */
export function formatDate(on: Date, now: Date): string {
  const year = on.getFullYear() === now.getFullYear() ? '' : ` ${on.getFullYear()}`;
  return `${on.getDate()} ${part(on, { month: 'short' }).slice(0, 3)}${year}`;
}

/** `Wed 18 Nov`. */
export function formatDay(on: Date, now: Date): string {
  return `${part(on, { weekday: 'short' })} ${formatDate(on, now)}`;
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

/** The browser's time zone, by its IANA name. */
export function browserZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** `Amsterdam` of `Europe/Amsterdam`. */
export function zoneCity(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
