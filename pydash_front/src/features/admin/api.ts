import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { getJson, postJson } from '@/lib/api-client';
import type { AdminOverview, Message } from '@/lib/api-types';

const ADMIN_KEY = ['admin'] as const;
const ASK_AGAIN_MS = 30_000;

/** The whole installation, as it is now and again every half minute. */
export function useAdminOverview() {
  return useQuery({
    queryKey: ADMIN_KEY,
    queryFn: ({ signal }) => getJson<AdminOverview>('/admin/overview', signal),
    refetchInterval: ASK_AGAIN_MS,
  });
}

export function useEndSessions() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => postJson<Message>('/admin/end_sessions', { name }),
    onSuccess: () => client.invalidateQueries({ queryKey: ADMIN_KEY }),
  });
}

export function useRefreshAny() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => postJson<Message>('/admin/refresh', { dashboard_id: id }),
    onSuccess: () => client.invalidateQueries({ queryKey: ADMIN_KEY }),
  });
}
