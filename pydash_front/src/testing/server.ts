import { http, HttpResponse, type JsonBodyType } from 'msw';
import { setupServer } from 'msw/node';

import type { ApiErrorBody } from '@/lib/api-types';

import { ALICE, EXPORT_WHEEL } from './fixtures';

/** Answers nothing by itself: a request that a test did not expect fails it. */
export const server = setupServer(
  // Asked after a failure, to tell a gateway from a network that is gone.
  http.get('/api/health', () => HttpResponse.error()),
  http.get('/api/downloads', () => HttpResponse.json([EXPORT_WHEEL])),
  http.get('/api/:of/activity', () => HttpResponse.json({ activities: [], next_cursor: null })),
  http.get('/api/user/sessions', () => HttpResponse.json({ sessions: [], next_cursor: null })),
);

type Method = 'get' | 'post';

/** From now on `method path` answers `body`. */
export function answer(method: Method, path: string, body: JsonBodyType): void {
  server.use(http[method](`/api${path}`, () => HttpResponse.json(body)));
}

/** From now on `method path` is refused, as the server refuses. */
export function refuse(method: Method, path: string, status: number, body: ApiErrorBody): void {
  server.use(http[method](`/api${path}`, () => HttpResponse.json(body, { status })));
}

export function asAlice(): void {
  answer('get', '/user', ALICE);
}

export function asStranger(): void {
  refuse('get', '/user', 401, { code: 'not_logged_in', message: 'Log in first.' });
}
