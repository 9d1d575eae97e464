/** Which dashboards are shown, and in which order. */
import type { Dashboard } from '@/lib/api-types';
import { isStale } from '@/lib/staleness';

export const SORTS = ['need', 'name', 'visits', 'median', 'p95'] as const;
export type Sort = (typeof SORTS)[number];

export function isSort(value: string | null): value is Sort {
  return SORTS.some((sort) => sort === value);
}

/** True where somebody should do something. */
export function needsALook(dashboard: Dashboard, now: Date): boolean {
  const { state, is_up: isUp, warnings } = dashboard;
  return state === 'failing' || isUp === false || warnings.length > 0 || isStale(dashboard, now);
}

/** Low comes first. */
function rankOf(dashboard: Dashboard, now: Date): number {
  if (dashboard.state === 'failing' || dashboard.is_up === false) return 0;
  if (dashboard.state === 'backfilling') return 2;
  return needsALook(dashboard, now) ? 1 : 3;
}

/** Of what is not known, nothing is less. */
const FIGURES: Record<Exclude<Sort, 'need' | 'name'>, (dashboard: Dashboard) => number> = {
  visits: ({ visits_last_7_days: visits }) => visits ?? -1,
  median: ({ median_execution_time: median }) => median ?? -1,
  p95: ({ p95_execution_time: p95 }) => p95 ?? -1,
};

/** What needs a look, or is the most, comes first; within that, by name. */
export function inOrder(dashboards: readonly Dashboard[], sort: Sort, now: Date): Dashboard[] {
  const byName = (one: Dashboard, other: Dashboard) =>
    one.name.localeCompare(other.name, 'en', { numeric: true });
  if (sort === 'name') return dashboards.toSorted(byName);
  const keyOf = sort === 'need' ? (each: Dashboard) => -rankOf(each, now) : FIGURES[sort];
  return dashboards.toSorted((one, other) => keyOf(other) - keyOf(one) || byName(one, other));
}

/** Those whose name, address or version has what was typed in it. */
export function found(dashboards: readonly Dashboard[], typed: string): Dashboard[] {
  const wanted = typed.trim().toLowerCase();
  return dashboards.filter(({ name, url, version }) =>
    [name, url, version ?? ''].some((text) => text.toLowerCase().includes(wanted)),
  );
}
