import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { getJson, postJson } from '@/lib/api-client';
import type { AdminOverview, Message } from '@/lib/api-types';

export type Account = AdminOverview['users'][number];

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

function useDeed<T>(path: string, bodyOf: (what: T) => object) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (what: T) => postJson<Message>(`/admin/${path}`, bodyOf(what)),
    onSuccess: () => client.invalidateQueries({ queryKey: ADMIN_KEY }),
  });
}

/** Logs somebody out everywhere; their API tokens end where `tokens` says so. */
export const useEndSessions = () =>
  useDeed('end_sessions', (whom: { name: string; tokens: boolean }) => whom);

/** Keeps somebody out, or lets them in again who was. */
export const useDisable = () =>
  useDeed('disable', ({ name, is_disabled }: Account) => ({ name, is_disabled: !is_disabled }));

export const useRefreshAny = () => useDeed('refresh', (id: string) => ({ dashboard_id: id }));
