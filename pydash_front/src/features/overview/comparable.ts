import type { Dashboard } from '@/lib/api-types';

type Before =
  | 'visits_previous_7_days'
  | 'unique_visitors_previous_7_days'
  | 'median_execution_time_previous_7_days'
  | 'p95_execution_time_previous_7_days';

/** The week before; nothing while the history is read, of which a part would mislead. */
export function comparable(dashboard: Dashboard, before: Before): number | null {
  return dashboard.state === 'backfilling' ? null : dashboard[before];
}
