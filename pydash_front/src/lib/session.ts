import {
  type QueryClient,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';

import { ApiError, getJson, postJson } from './api-client';
import type { Message, User } from './api-types';
import { atBase } from './base-path';
import { drawFor } from './drawn-for';
import { forgetAccount } from './forget-account';
import { SESSION_KEY } from './query-client';

async function fetchUser(signal: AbortSignal): Promise<User | null> {
  try {
    const user = await getJson<User>('/user', signal);
    drawFor(user.id);
    return user;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      drawFor(null);
      return null;
    }
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

/**
 * Opens the login page anew, so that nothing of the user stays in memory:
 * neither here nor in what the browser keeps for its Back button.
 */
export function leave(client: QueryClient): void {
  forgetAccount();
  client.setQueryData(SESSION_KEY, null);
  window.location.assign(atBase('/login'));
}

/** Ends the session. */
export function useLogout() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => postJson<Message>('/logout'),
    onSuccess: () => leave(client),
  });
}
