import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { ApiError, postJson } from '@/lib/api-client';
import type { Credentials, Message, RegisteredAnswer, Registration } from '@/lib/api-types';
import { SESSION_KEY } from '@/lib/query-client';
import { recall, remember } from '@/lib/browser-memory';
import { sessionQuery } from '@/lib/session';
import { soundLogin } from '@/lib/sound';
import { texts } from '@/lib/texts';

/** Logs in, and then asks who that is; the router moves on as soon as it is known. */
export function useLogin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (credentials: Credentials) => {
      await postJson<Message>('/login', credentials);
      soundLogin();
      // What was shown to whoever was here before is not for the next one.
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
      const user = await client.query({ ...sessionQuery, staleTime: 0 });
      if (user === null) throw cookieNotKept();
    },
    meta: { isSilent: true },
  });
}

/** A right login that has no effect: the browser drops a cookie that is for https alone, say. */
function cookieNotKept(): ApiError {
  const { protocol, host, pathname, search } = window.location;
  const message =
    protocol === 'http:'
      ? texts.errors.httpsOnly(`https://${host}${pathname}${search}`)
      : texts.errors.noCookie;
  return new ApiError(0, 'cookie_not_kept', message);
}

const REGISTERED_KEY = 'pydash-registered';

/** Whether an account was registered in this browser, which is a sign that its owner sits here. */
export function hasRegisteredHere(): boolean {
  return recall(REGISTERED_KEY) !== null;
}

export function useRegister() {
  return useMutation({
    mutationFn: (registration: Registration) =>
      postJson<RegisteredAnswer>('/user/register', registration),
    onSuccess: () => remember(REGISTERED_KEY, 'yes'),
  });
}

export function useResendVerification() {
  return useMutation({
    mutationFn: (email: string) => postJson<Message>('/user/resend_verification', { email }),
  });
}

export function useRequestPasswordReset() {
  return useMutation({
    mutationFn: (email: string) => postJson<Message>('/user/request_password_reset', { email }),
  });
}

export function useResetPassword(code: string) {
  return useMutation({
    mutationFn: (password: string) =>
      postJson<Message>('/user/reset_password', { reset_code: code, new_password: password }),
  });
}

/** Takes a change of the account back, by the code of the mail about it. */
export function useUndo(code: string) {
  return useMutation({
    mutationFn: () => postJson<Message>('/user/undo', { undo_code: code }),
  });
}

/** A query, though it posts: a code works once, and a query of one key is sent once. */
export function useVerification(code: string, isWanted: boolean) {
  return useQuery({
    queryKey: ['verification', code],
    queryFn: () => postJson<Message>('/user/verify', { verification_code: code }),
    enabled: isWanted,
    retry: false,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}
