import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { getJson, postJson } from '@/lib/api-client';
import type { ApiToken, CreatedToken, Message, NewToken, SessionPage } from '@/lib/api-types';
import { parseHeaderLines } from '@/lib/header-lines';
import { DASHBOARDS_KEY } from '@/lib/dashboards';
import { SESSION_KEY } from '@/lib/query-client';
import { leave } from '@/lib/session';

const TOKENS_KEY = ['tokens'] as const;
const SESSIONS_KEY = ['sessions'] as const;

/** What a form sends: its fields' values by their names. */
export type Values = Readonly<Record<string, string>>;

/** Posts a form's values, and then asks again for what they change. */
function usePost(url: string, changedKey: readonly string[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (values: Values) => postJson<Message>(url, values),
    onSuccess: () => client.invalidateQueries({ queryKey: changedKey }),
  });
}

export function useChangeSettings() {
  return usePost('/user/change_settings', SESSION_KEY);
}

/** A form's box that is ticked says `yes`. */
export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ end_tokens: ends, ...passwords }: Values) =>
      postJson<Message>('/user/change_password', { ...passwords, end_tokens: ends === 'yes' }),
    onSuccess: () => client.invalidateQueries(),
  });
}

export function useSwitchSounds() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (isWanted: boolean) =>
      postJson<Message>('/user/change_settings', { play_sounds: isWanted }),
    onSuccess: () => client.invalidateQueries({ queryKey: SESSION_KEY }),
  });
}

function changeDashboardPath(id: string): string {
  return `/dashboards/${encodeURIComponent(id)}/change_settings`;
}

/** Changes one setting of an app; the interval is a number, of seconds, and headers are lines. */
export function useChangeDashboard(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ fetch_interval_s: interval, headers, ...others }: Values) =>
      postJson<Message>(changeDashboardPath(id), {
        ...others,
        ...(interval !== undefined && { fetch_interval_s: Number(interval) }),
        ...(headers !== undefined && { headers: parseHeaderLines(headers) }),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: DASHBOARDS_KEY }),
  });
}

export function useWatchDowntime(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (isWanted: boolean) =>
      postJson<Message>(changeDashboardPath(id), { monitor_downtime: isWanted }),
    onSuccess: () => client.invalidateQueries({ queryKey: DASHBOARDS_KEY }),
  });
}

/** Deletes the account and opens the login page anew, so that nothing of it stays in memory. */
export function useDeleteAccount() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (values: Values) => postJson<Message>('/user/delete', values),
    onSuccess: () => leave(client),
  });
}

export function useTokens() {
  return useQuery({
    queryKey: TOKENS_KEY,
    queryFn: ({ signal }) => getJson<ApiToken[]>('/tokens', signal),
  });
}

export function useCreateToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (token: NewToken) => postJson<CreatedToken>('/tokens', token),
    onSuccess: () => client.invalidateQueries({ queryKey: TOKENS_KEY }),
  });
}

export function useRevokeToken(id: string) {
  return usePost(`/tokens/${encodeURIComponent(id)}/delete`, TOKENS_KEY);
}

/** All at once: more than 50 sessions of a user are never open. */
export function useSessions() {
  return useQuery({
    queryKey: SESSIONS_KEY,
    queryFn: ({ signal }) => getJson<SessionPage>('/user/sessions', signal),
  });
}

export function useEndSession(id: string) {
  return usePost(`/user/sessions/${encodeURIComponent(id)}/end`, SESSIONS_KEY);
}

export function useEndOtherSessions() {
  return usePost('/user/sessions/end_others', SESSIONS_KEY);
}

export function useRevokeAllTokens() {
  return usePost('/tokens/delete_all', TOKENS_KEY);
}
