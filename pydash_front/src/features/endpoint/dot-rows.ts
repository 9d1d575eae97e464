/** Which users or IPs are drawn, and how. */
import type { Dot, DotRow } from '@/components/charts/dot-plot';
import type { TimesPerVersionAnd } from '@/lib/api-types';
import { formatCount, formatDuration } from '@/lib/format';
import { texts } from '@/lib/texts';
import { visible } from '@/lib/visible';

export const MAX_ROWS = 12;

const MIN_RADIUS_PX = 4;
const MAX_RADIUS_PX = 7;

export interface ComparedVersions {
  older: string | null;
  newer: string;
}

/** The two versions that were called last; `null` where there was none. */
export function lastTwo(versions: readonly string[]): ComparedVersions | null {
  const newer = versions.at(-1);
  return newer === undefined ? null : { older: versions.at(-2) ?? null, newer };
}

/** The names with most visits over all versions, the most first. */
export function busiest(times: TimesPerVersionAnd, count = MAX_ROWS): string[] {
  const visits = new Map<string, number>();
  for (const byName of times.values()) {
    for (const [name, { total_visits: more }] of byName) {
      visits.set(name, (visits.get(name) ?? 0) + more);
    }
  }
  const order = [...visits].sort(([, one], [, other]) => other - one);
  return order.slice(0, count).map(([name]) => name);
}

/** A dot's area grows with the visits, as far as it stays one. */
function radiusOf(visits: number, mostVisits: number): number {
  const share = Math.sqrt(visits / Math.max(mostVisits, 1));
  return Math.round((MIN_RADIUS_PX + share * (MAX_RADIUS_PX - MIN_RADIUS_PX)) * 10) / 10;
}

export function dotRows(
  times: TimesPerVersionAnd,
  names: readonly string[],
  { older, newer }: ComparedVersions,
): DotRow[] {
  const all = [...times.values()].flatMap((byName) => [...byName.values()]);
  const most = all.reduce((best, { total_visits: visits }) => Math.max(best, visits), 1);
  const dotOf = (version: string | null, name: string): Dot | null => {
    const found = version === null ? undefined : times.get(version)?.get(name);
    if (!found || version === null) return null;
    const { average_execution_time: valueMs, total_visits: visits } = found;
    const title = texts.endpoint.dot(
      visible(name),
      visible(version),
      formatDuration(valueMs),
      formatCount(visits),
    );
    return { valueMs, title, radiusPx: radiusOf(visits, most) };
  };
  return names.map((name) => ({
    key: name,
    name,
    first: dotOf(older, name),
    second: dotOf(newer, name),
  }));
}
