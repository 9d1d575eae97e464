/** From the server's hours to a heat map's rows. */
import type { HeatDay } from '@/components/charts/heat-map-canvas';
import type { View } from '@/components/view/use-view';
import { formatDate, formatDay } from '@/lib/format';
import type { TimeWindow } from '@/lib/measurements';
import { browserZone, clockTime, inZone, midnight, zoneOf } from '@/lib/zone';

/** More rows than a quarter of a year has would be a wall. */
const MAX_HEAT_DAYS = 92;

/** The last days of a window; a heat map has to begin somewhere. */
export function heatWindow({ selection, zone, firstCallAt, now }: View): TimeWindow {
  const { start, end } = selection.window;
  const first = start ?? firstCallAt ?? now;
  const earliest = midnight(inZone(end.getTime() - 1, zone), 1 - MAX_HEAT_DAYS);
  return { start: first > earliest ? first : earliest, end };
}

interface HeatSource {
  zone: string;
  window: TimeWindow;
  days: (number | null)[][];
}

/** A cell that no clock ever showed, or that is outside of what was asked for. */
function isNoTime(day: Date, hour: number, { start, end }: TimeWindow, now: Date): boolean {
  const zone = zoneOf(day) ?? browserZone();
  const at = clockTime(zone, day.getFullYear(), day.getMonth(), day.getDate(), hour);
  const isSkipped = at.getHours() !== hour;
  const isBefore = start !== null && at.getTime() + 3_600_000 <= start.getTime();
  return isSkipped || isBefore || at >= end || at > now;
}

export function heatDays({ zone, window, days }: HeatSource, now: Date): HeatDay[] {
  const first = midnight(inZone(window.start ?? now, zone));
  return days.map((cells, index) => {
    const day = midnight(first, index);
    return {
      key: String(index),
      name: formatDay(day, now),
      shortName: formatDate(day, now),
      isWeekend: day.getDay() % 6 === 0,
      // Clocks of another zone are slow to read: only where something is missing.
      cells: cells.map((value, hour) =>
        value === null && isNoTime(day, hour, window, now) ? undefined : value,
      ),
    };
  });
}
