import type { QueryClient } from '@tanstack/react-query';

import { dashboardQuery, dashboardsQuery } from '@/lib/dashboards';
import { sessionQuery } from '@/lib/session';

import { loadDashboard, loadEndpoint, loadOverview } from './pages';

const DASHBOARD = /^\/dashboards\/([0-9a-f-]{36})(\/endpoints\/)?/;

/**
 * Asks for what the page at an address will want, all at once and before anything is drawn.
 * The page itself tells of failures.
 */
export function askAhead(client: QueryClient, pathname: string): void {
  const wanted: Promise<unknown>[] = [client.query(sessionQuery)];
  const [, id, isEndpoint] = DASHBOARD.exec(pathname) ?? [];
  if (id) {
    wanted.push(isEndpoint ? loadEndpoint() : loadDashboard());
    wanted.push(client.query(dashboardQuery(id)), client.query(dashboardsQuery));
  } else if (pathname === '/') {
    wanted.push(loadOverview(), client.query(dashboardsQuery));
  }
  for (const each of wanted) each.catch(() => undefined);
}
