import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { postJson } from '@/lib/api-client';
import type { Credentials, Message, Registration } from '@/lib/api-types';
import { sessionQuery } from '@/lib/session';
import { soundLogin } from '@/lib/sound';

/** Logs in, and then asks who that is; the router moves on as soon as it is known. */
export function useLogin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (credentials: Credentials) => {
      await postJson<Message>('/login', credentials);
      soundLogin();
      await client.query({ ...sessionQuery, staleTime: 0 });
    },
    meta: { isSilent: true },
  });
}

export function useRegister() {
  return useMutation({
    mutationFn: (registration: Registration) => postJson<Message>('/user/register', registration),
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

/** A query, though it posts: a code works once, and a query of one key is sent once. */
export function useVerification(code: string) {
  return useQuery({
    queryKey: ['verification', code],
    queryFn: () => postJson<Message>('/user/verify', { verification_code: code }),
    retry: false,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}
