/** From the server's outages to the strip, the table and the sentence about them. */
import type { WatchedDay } from '@/components/charts/downtime-strip';
import type { View } from '@/components/view/use-view';
import type { Downtime } from '@/lib/api-types';
import { formatDate, formatDay, formatInstant, formatSpan } from '@/lib/format';
import type { TimeWindow } from '@/lib/measurements';
import { texts } from '@/lib/texts';
import { inZone, midnight } from '@/lib/zone';
import { byName } from '@/lib/by-name';

/** More bars than this can't be told apart. */
const MAX_DAYS = 92;

export interface Outage {
  key: string;
  start: string;
  cause: string;
  lasted: string;
}

/** The last days of a window, in whole days. */
export function downtimeWindow({ selection, zone, firstCallAt, now }: View): TimeWindow {
  const { start, end } = selection.window;
  const first = midnight(inZone(start ?? firstCallAt ?? now, zone));
  const earliest = midnight(inZone(end.getTime() - 1, zone), 1 - MAX_DAYS);
  return { start: first > earliest ? first : earliest, end };
}

/** 0 to 1; `null` where nobody looked. */
export function uptimeRatio({ downtime_percentage: down }: Downtime): number | null {
  return down === null ? null : 1 - down / 100;
}

export function outageSummary(downtime: Downtime): string | null {
  if (downtime.downtime_percentage === null) return null;
  const seconds = [...byName(downtime.total_downtimes).values()].reduce(
    (sum, each) => sum + each,
    0,
  );
  return texts.downtime.outages(joined(downtime).length, formatSpan(seconds * 1000));
}

type Interval = readonly [start: Date, end: Date, cause: string];

function goesOn([, end, cause]: Interval, [start, , nextCause]: Interval): boolean {
  return end.getTime() === start.getTime() && cause === nextCause;
}

/** The outages in the order of time; one over midnight is one. */
function joined({ downtime_intervals: byDay }: Downtime): Interval[] {
  const intervals: Interval[] = [];
  for (const [start = '', end = '', cause = ''] of [...byName(byDay).values()].flat()) {
    const interval: Interval = [new Date(start), new Date(end), cause];
    const last = intervals.at(-1);
    if (last && goesOn(last, interval)) {
      intervals[intervals.length - 1] = [last[0], interval[1], cause];
    } else intervals.push(interval);
  }
  return intervals;
}

/** The latest first. */
export function outagesOf(downtime: Downtime, zone: string, now: Date): Outage[] {
  return joined(downtime)
    .reverse()
    .map(([start, end, cause]) => ({
      key: start.toISOString(),
      start: formatInstant(inZone(start, zone), now),
      cause,
      lasted: formatSpan(end.getTime() - start.getTime()),
    }));
}

/** One for each day of the window, with what is known of it. */
export function watchedDays(
  { downtime_intervals: intervals, watched_seconds: watched }: Downtime,
  window: TimeWindow,
  zone: string,
  now: Date,
): WatchedDay[] {
  const days: WatchedDay[] = [];
  let day = midnight(inZone(window.start ?? now, zone));
  while (day < window.end) {
    const next = midnight(day, 1);
    const key = dayKey(day);
    const outages = (intervals[key] ?? []).flatMap(([start, end]) =>
      start === undefined || end === undefined
        ? []
        : [{ start: shareOf(new Date(start), day, next), end: shareOf(new Date(end), day, next) }],
    );
    const isUnknown = !watched[key];
    const downMs = outages.reduce((sum, { start, end }) => sum + (end - start), 0) * 86_400_000;
    const what = isUnknown
      ? texts.downtime.unknown
      : texts.downtime.outages(outages.length, formatSpan(downMs));
    days.push({
      key,
      title: texts.downtime.day(formatDay(day, now), what),
      shortName: formatDate(day, now),
      isUnknown,
      outages,
    });
    day = next;
  }
  return days;
}

function dayKey(day: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

function shareOf(at: Date, day: Date, next: Date): number {
  const share = (at.getTime() - day.getTime()) / (next.getTime() - day.getTime());
  return Math.min(Math.max(share, 0), 1);
}
