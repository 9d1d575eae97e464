/** Dates that know their time zone: their `getHours()` and the like speak of it. */
import { TZDateMini } from '@date-fns/tz';

/** What a browser calls its zone when it can't tell. */
const NO_ZONE = 'Etc/Unknown';

/** The browser's time zone, by its IANA name; `null` where it reports none that exists. */
export function reportedZone(): string | null {
  try {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    return isZone(timeZone) ? timeZone : null;
  } catch {
    return null;
  }
}

/** The zone to show times in until another is chosen: the browser's, or else UTC. */
export function browserZone(): string {
  return reportedZone() ?? 'UTC';
}

/** The same instant, read on the clocks of a zone. */
export function inZone(at: Date | number, zone: string): Date {
  return new TZDateMini(Number(at), zone);
}

/** The zone that a date's parts are read in; `undefined`: the browser's. */
export function zoneOf(at: Date): string | undefined {
  return at instanceof TZDateMini ? at.timeZone : undefined;
}

/** The instant at which a zone's clocks show this; days and months over the end run on. */
export function clockTime(zone: string, year: number, month: number, day: number, hour = 0): Date {
  return new TZDateMini(year, month, day, hour, zone);
}

/** Midnight of a date's own day, some days on, on its own clocks. */
export function midnight(at: Date, daysOn = 0): Date {
  const zone = zoneOf(at) ?? browserZone();
  return clockTime(zone, at.getFullYear(), at.getMonth(), at.getDate() + daysOn);
}

/** The same time of the clock, some days on. */
export function addDays(at: Date, days: number): Date {
  const start = midnight(at);
  return new Date(midnight(at, days).getTime() + (at.getTime() - start.getTime()));
}

/** True where the browser knows a zone of this name. */
export function isZone(name: string | null | undefined): name is string {
  if (!name || name === NO_ZONE) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** `Amsterdam` of `Europe/Amsterdam`. */
export function zoneCity(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
