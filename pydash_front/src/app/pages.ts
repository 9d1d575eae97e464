/** The bundles of the pages that people open most. */

export function loadOverview() {
  return import('@/features/overview/overview-page');
}

export function loadDashboard() {
  return import('@/features/dashboard/dashboard-page');
}

export function loadEndpoint() {
  return import('@/features/endpoint/endpoint-page');
}
