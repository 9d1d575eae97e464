import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { getJson, postJson } from './api-client';
import type { Dashboard, Message } from './api-types';

export const DASHBOARDS_KEY = ['dashboards'] as const;

const BACKFILLING_REFETCH_MS = 4_000;
const QUIET_REFETCH_MS = 45_000;

function refetchAfter(dashboards: readonly Dashboard[]): number {
  const isReading = dashboards.some((dashboard) => dashboard.state === 'backfilling');
  return isReading ? BACKFILLING_REFETCH_MS : QUIET_REFETCH_MS;
}

/** All dashboards of the user, kept fresh while the page is visible. */
export function useDashboards() {
  return useQuery({
    queryKey: DASHBOARDS_KEY,
    queryFn: ({ signal }) => getJson<Dashboard[]>('/dashboards', signal),
    refetchInterval: ({ state }) => refetchAfter(state.data ?? []),
  });
}

/** One dashboard, shown at once from the list when that is known. */
export function useDashboard(id: string) {
  const client = useQueryClient();
  return useQuery<Dashboard>({
    queryKey: [...DASHBOARDS_KEY, id],
    queryFn: ({ signal }) => getJson(`/dashboards/${encodeURIComponent(id)}`, signal),
    placeholderData: () =>
      client.getQueryData<Dashboard[]>(DASHBOARDS_KEY)?.find((known) => known.id === id),
    refetchInterval: ({ state }) => refetchAfter(state.data ? [state.data] : []),
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
