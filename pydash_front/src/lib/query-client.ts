import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

import { ApiError, GATEWAY_CODE } from './api-client';
import { forgetAccount } from './forget-account';
import { play } from './sound';

export const SESSION_KEY = ['session'] as const;

const MAX_RETRIES = 2;

/** Statuses of a server that is away for a moment; 0: it was not reached at all. */
const PASSING_STATUSES: readonly number[] = [0, 502, 503, 504];

/** An answer stays an answer; only what the next try may change is tried again. */
function shouldRetry(failureCount: number, error: Error): boolean {
  const mayPass =
    error instanceof ApiError &&
    error.code !== GATEWAY_CODE &&
    PASSING_STATUSES.includes(error.status);
  return mayPass && failureCount < MAX_RETRIES;
}

/** 401s after which the session, if there is one, goes on: a wrong password, a gateway's login. */
const OTHER_CODES: readonly string[] = ['wrong_credentials', 'wrong_password', GATEWAY_CODE];

function isLoggedOut(error: Error): boolean {
  return error instanceof ApiError && error.status === 401 && !OTHER_CODES.includes(error.code);
}

declare module '@tanstack/react-query' {
  interface Register {
    /** `isSilent`: a deed too small for a sound, or that has its own. */
    mutationMeta: { isSilent?: boolean };
  }
}

/** A 401 from anywhere ends the session, upon which the router asks for a new login. */
export function createQueryClient({ retry = true } = {}): QueryClient {
  const endSession = (error: Error) => {
    if (!isLoggedOut(error)) return;
    forgetAccount();
    client.setQueryData(SESSION_KEY, null);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: endSession }),
    mutationCache: new MutationCache({
      onSuccess: (_answer, _sent, _context, { meta }) => {
        if (!meta?.isSilent) play('success');
      },
      onError: (error) => {
        play('error');
        endSession(error);
      },
    }),
    defaultOptions: {
      // The server may well live on this machine: try it whatever the browser thinks of the net.
      queries: { networkMode: 'always', retry: retry && shouldRetry, staleTime: 10_000 },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  return client;
}
