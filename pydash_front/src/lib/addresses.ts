/** Where pages stand, for features that point to each other without knowing each other. */

export function dashboardAddress(id: string, search = ''): string {
  return `/dashboards/${encodeURIComponent(id)}${search}`;
}

export function dashboardSettingsAddress(id: string): string {
  return `${dashboardAddress(id)}/settings`;
}

/** An endpoint's page, with the same time and zone as the page that points to it. */
export function endpointAddress(id: string, endpoint: string, search = ''): string {
  const params = new URLSearchParams(search);
  params.delete('endpoint');
  const rest = params.size > 0 ? `?${params.toString()}` : '';
  return `${dashboardAddress(id)}/endpoints/${encodeURIComponent(endpoint)}${rest}`;
}
