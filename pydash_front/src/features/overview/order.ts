import type { Dashboard, DashboardState } from '@/lib/api-types';

const RANK: Record<DashboardState, number> = { failing: 0, backfilling: 1, up_to_date: 2 };

/** What needs a look comes first; within that, by name. */
export function inOrderOfNeed(dashboards: readonly Dashboard[]): Dashboard[] {
  return [...dashboards].sort(
    (a, b) => RANK[a.state] - RANK[b.state] || a.name.localeCompare(b.name),
  );
}
