/** The rows of the table of endpoints, and their order. */
import { boxAxis, type FiveNumbers } from '@/components/charts/five-numbers';
import type { ValueAxis } from '@/components/charts/value-scale';
import { fiveNumbers, p95Of } from '@/components/measures/boxes';
import type {
  BoxesByName,
  BoxSummary,
  Dashboard,
  DashboardDetail,
  EndpointDetail,
} from '@/lib/api-types';

export interface EndpointRow {
  name: string;
  isEnabled: boolean;
  visits: number;
  /** Of all visits, 0 to 1. */
  share: number;
  median: number | null;
  p95: number | null;
  medianBefore: number | null;
  /** 1 for as fast as before; `null` where that is not known. */
  change: number | null;
  lastCalledAt: string | null;
  firstSeenVersion: string | null;
  distribution: BoxSummary['distribution'];
  box: FiveNumbers | null;
}

export const COLUMNS = [
  'name',
  'visits',
  'share',
  'median',
  'p95',
  'change',
  'lastCalledAt',
  'firstSeenVersion',
] as const;
export type Column = (typeof COLUMNS)[number];

export interface Order {
  column: Column;
  isDescending: boolean;
}

export function isHidden({ endpoints }: Dashboard, name: string): boolean {
  return endpoints.some((endpoint) => endpoint.name === name && !endpoint.enabled);
}

function detailsOf(dashboard: Dashboard | DashboardDetail): Map<string, EndpointDetail> {
  const details = 'versions' in dashboard ? dashboard.endpoints : [];
  return new Map(details.map((each) => [each.name, each]));
}

function changeOf(now: number | null, before: number | null): number | null {
  return now !== null && before ? now / before : null;
}

/** One row for each endpoint that was called, or is known. */
export function endpointRows(
  dashboard: Dashboard | DashboardDetail,
  boxes: BoxesByName,
  before: BoxesByName | undefined,
): EndpointRow[] {
  const details = detailsOf(dashboard);
  const all = [...boxes.values()].reduce((sum, { total_visits: visits }) => sum + visits, 0);
  return [...boxes].map(([name, box]) => {
    const median = box.median_execution_time;
    const medianBefore = before?.get(name)?.median_execution_time ?? null;
    const known = details.get(name);
    return {
      name,
      isEnabled: !isHidden(dashboard, name),
      visits: box.total_visits,
      share: box.total_visits / Math.max(all, 1),
      median,
      p95: p95Of(box),
      medianBefore,
      change: changeOf(median, medianBefore),
      lastCalledAt: known?.last_called_at ?? null,
      firstSeenVersion: known?.first_seen_version ?? null,
      distribution: box.distribution,
      box: fiveNumbers(box),
    };
  });
}

type Key = string | number | null;

function compare(one: Key, other: Key): number {
  if (typeof one === 'string' && typeof other === 'string') {
    return one.localeCompare(other, 'en', { numeric: true });
  }
  return Number(one) - Number(other);
}

/** What is not known comes last, whichever way. */
export function sorted(rows: readonly EndpointRow[], { column, isDescending }: Order) {
  return rows.toSorted((one, other) => {
    const [left, right] = [one[column], other[column]];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const order = compare(left, right) || compare(one.name, other.name);
    return isDescending ? -order : order;
  });
}

/** One axis for all distributions; the slowest few calls don't stretch it. */
export function distributionAxis(rows: readonly EndpointRow[]): ValueAxis {
  return boxAxis(rows.map(({ box }) => box));
}
