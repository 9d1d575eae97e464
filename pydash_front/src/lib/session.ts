import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';

import { ApiError, getJson, postJson } from './api-client';
import type { Message, User } from './api-types';
import { SESSION_KEY } from './query-client';

async function fetchUser(signal: AbortSignal): Promise<User | null> {
  try {
    return await getJson<User>('/user', signal);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** Who is logged in; `null` for nobody. */
export const sessionQuery = queryOptions({
  queryKey: SESSION_KEY,
  queryFn: ({ signal }) => fetchUser(signal),
  staleTime: 5 * 60_000,
});

export function useSession() {
  return useQuery(sessionQuery);
}

/** Ends the session and opens the login page anew, so that nothing of the user stays in memory. */
export function useLogout() {
  return useMutation({
    mutationFn: () => postJson<Message>('/logout'),
    onSuccess: () => window.location.assign('/login'),
  });
}
