import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { getJson, postJson } from './api-client';
import type { Dashboard, DashboardDetail, Message } from './api-types';

export const DASHBOARDS_KEY = ['dashboards'] as const;

const BACKFILLING_REFETCH_MS = 4_000;
const QUIET_REFETCH_MS = 45_000;

function refetchAfter(dashboards: readonly Dashboard[]): number {
  const isReading = dashboards.some((dashboard) => dashboard.state === 'backfilling');
  return isReading ? BACKFILLING_REFETCH_MS : QUIET_REFETCH_MS;
}

export const dashboardsQuery = queryOptions({
  queryKey: DASHBOARDS_KEY,
  queryFn: ({ signal }) => getJson<Dashboard[]>('/dashboards', signal),
});

export function dashboardQuery(id: string) {
  return queryOptions<Dashboard | DashboardDetail>({
    queryKey: [...DASHBOARDS_KEY, id],
    queryFn: ({ signal }) =>
      // Each card asks for its own figures, of the time that is shown.
      getJson(`/dashboards/${encodeURIComponent(id)}`, signal, { include_aggregates: false }),
  });
}

/** All dashboards of the user, kept fresh while the page is visible. */
export function useDashboards() {
  return useQuery({
    ...dashboardsQuery,
    refetchInterval: ({ state }) => refetchAfter(state.data ?? []),
  });
}

/** One dashboard, shown at once from the list when that is known. */
export function useDashboard(id: string) {
  const client = useQueryClient();
  return useQuery({
    ...dashboardQuery(id),
    placeholderData: () =>
      client.getQueryData<Dashboard[]>(DASHBOARDS_KEY)?.find((known) => known.id === id),
    refetchInterval: ({ state }) => refetchAfter(state.data ? [state.data] : []),
  });
}

/** Shows or hides endpoints; at once on the page, and back again where the server refuses. */
export function useSwitchEndpoint(id: string) {
  const client = useQueryClient();
  const key = [...DASHBOARDS_KEY, id];
  return useMutation({
    mutationFn: ({ name, enabled }: { name: string; enabled: boolean }) =>
      postJson<Message>(`/dashboards/${encodeURIComponent(id)}/change_settings`, {
        endpoints: { [name]: enabled },
      }),
    onMutate: async ({ name, enabled }) => {
      await client.cancelQueries({ queryKey: key });
      client.setQueryData<Dashboard>(key, (known) => known && withEndpoint(known, name, enabled));
    },
    onSettled: () => client.invalidateQueries({ queryKey: DASHBOARDS_KEY }),
  });
}

function withEndpoint(dashboard: Dashboard, name: string, enabled: boolean): Dashboard {
  const endpoints = dashboard.endpoints.map((endpoint) =>
    endpoint.name === name ? { ...endpoint, enabled } : endpoint,
  );
  return { ...dashboard, endpoints };
}

/** Asks the app for what is new, without waiting for the next time. */
export function useRefresh(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => postJson<Message>(`/dashboards/${encodeURIComponent(id)}/refresh`),
    onSuccess: () => client.invalidateQueries({ queryKey: DASHBOARDS_KEY }),
  });
}

export function useDeleteDashboard(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => postJson<Message>(`/dashboards/${encodeURIComponent(id)}/delete`),
    onSuccess: () => {
      client.setQueryData<Dashboard[]>(DASHBOARDS_KEY, (known) =>
        known?.filter((dashboard) => dashboard.id !== id),
      );
      return client.invalidateQueries({ queryKey: DASHBOARDS_KEY, exact: true });
    },
  });
}
