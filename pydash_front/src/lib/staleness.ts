import type { Dashboard } from './api-types';

/** Three of the usual hours between two fetches: two may be late before it is worth a look. */
const STALE_AFTER_MS = 3 * 3_600_000;

/** True where the figures end too long ago to speak of the present. */
export function isStale(dashboard: Dashboard, now: Date): boolean {
  const { state, complete_until } = dashboard;
  if (state === 'failing') return true;
  if (state === 'backfilling' || complete_until === null) return false;
  return now.getTime() - Date.parse(complete_until) > STALE_AFTER_MS;
}
