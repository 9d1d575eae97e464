/** What the settings show of sessions and acts, and when they ask for the password. */
import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';

import type { Activity, OpenSession } from '@/lib/api-types';
import { renderApp } from '@/testing/render-app';
import { answer, asAlice, server } from '@/testing/server';

const HERE: OpenSession = {
  id: '11111111-1111-4111-8111-111111111111',
  device: 'Firefox on Linux',
  address: '192.0.2.7',
  created_at: '2026-11-20T09:00:00Z',
  last_used_at: '2026-11-23T14:00:00Z',
  expires_at: '2026-12-20T09:00:00Z',
  is_current: true,
};
const ELSEWHERE: OpenSession = {
  ...HERE,
  id: '22222222-2222-4222-8222-222222222222',
  device: 'Safari on iPhone',
  is_current: false,
};

const ACTIVITY: Activity = {
  id: '0123456789abcdef01234567',
  at: '2026-11-23T14:00:00Z',
  act: 'login_failed',
  by: null,
  by_kind: 'stranger',
  by_id: null,
  with: 'password',
  with_id: null,
  with_name: null,
  from: '198.51.100.9',
  on: 'alice',
  on_kind: 'account',
  on_id: null,
  changed: [],
  count: 12,
  also_from: [],
};

beforeEach(() => {
  asAlice();
  answer('get', '/dashboards', []);
  answer('get', '/tokens', []);
});

it('ends a session by itself, and never the one that asks', async () => {
  answer('get', '/user/sessions', { sessions: [HERE, ELSEWHERE], next_cursor: null });
  answer('post', `/user/sessions/${ELSEWHERE.id}/end`, { message: 'ok' });
  const user = renderApp('/settings');
  const end = await screen.findByRole('button', { name: 'End the session of Safari on iPhone' });
  expect(
    screen.getByRole('button', { name: 'End the session of Firefox on Linux' }),
  ).toBeDisabled();
  answer('get', '/user/sessions', { sessions: [HERE], next_cursor: null });
  await user.click(end);
  await waitFor(() => expect(screen.queryByText('Safari on iPhone')).not.toBeInTheDocument());
  expect(screen.getByRole('button', { name: 'End all others' })).toBeDisabled();
});

it('tells acts in words, page by page', async () => {
  const second = { ...ACTIVITY, id: '0123456789abcdef01234568', act: 'token_created', count: 1 };
  server.use(
    http.get('/api/user/activity', ({ request }) => {
      const isNext = new URL(request.url).searchParams.get('cursor') === 'next';
      return HttpResponse.json(
        isNext
          ? { activities: [{ ...second, on: 'nightly', on_kind: 'token' }], next_cursor: null }
          : { activities: [ACTIVITY], next_cursor: 'next' },
      );
    }),
  );
  const user = renderApp('/settings');
  expect(await screen.findByText('Failed login (12 times within an hour)')).toBeVisible();
  expect(screen.getByText(/somebody not logged in · from 198\.51\.100\.9/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Show more' }));
  expect(await screen.findByText('API token created: nightly')).toBeVisible();
});

it('asks for the password where the server wants it, and then goes on by itself', async () => {
  let isConfirmed = false;
  const tried: unknown[] = [];
  server.use(
    http.post('/api/user/change_settings', async ({ request }) => {
      tried.push(await request.json());
      const refusal = { code: 'password_required', message: 'Give your password.' };
      if (!isConfirmed) return HttpResponse.json(refusal, { status: 403 });
      return HttpResponse.json({ message: 'ok', changed: ['email'] });
    }),
    http.post('/api/user/confirm_password', async ({ request }) => {
      const { password } = (await request.json()) as { password: string };
      isConfirmed = password === 'correct horse';
      const refusal = { code: 'wrong_password', message: 'The password is wrong.' };
      return isConfirmed
        ? HttpResponse.json({ message: 'ok' })
        : HttpResponse.json(refusal, { status: 401 });
    }),
  );
  const user = renderApp('/settings');
  await user.click(await screen.findByRole('button', { name: 'Change: E-mail' }));
  const address = screen.getByLabelText('E-mail');
  await user.clear(address);
  await user.type(address, 'new@example.org');
  await user.click(screen.getByRole('button', { name: 'Change e-mail' }));

  const prompt = within(await screen.findByRole('dialog', { name: 'Confirm your password' }));
  await user.type(prompt.getByLabelText('Password'), 'wrong');
  await user.click(prompt.getByRole('button', { name: 'Confirm' }));
  expect(await prompt.findByRole('alert')).toHaveTextContent('The password is wrong.');
  await user.clear(prompt.getByLabelText('Password'));
  await user.type(prompt.getByLabelText('Password'), 'correct horse');
  await user.click(prompt.getByRole('button', { name: 'Confirm' }));

  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(tried).toEqual([{ email: 'new@example.org' }, { email: 'new@example.org' }]);
});

it('changes nothing where the password is not given', async () => {
  const refusal = { code: 'password_required', message: 'Give your password.' };
  server.use(
    http.post('/api/user/change_settings', () => HttpResponse.json(refusal, { status: 403 })),
  );
  const user = renderApp('/settings');
  await user.click(await screen.findByRole('button', { name: 'Change: Username' }));
  await user.click(screen.getByRole('button', { name: 'Change username' }));
  const prompt = within(await screen.findByRole('dialog', { name: 'Confirm your password' }));
  await user.click(prompt.getByRole('button', { name: 'Cancel' }));
  expect(await screen.findByText('Give your password.')).toBeVisible();
});

it('offers to end all tokens with the password', async () => {
  let sent: unknown;
  server.use(
    http.post('/api/user/change_password', async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({ message: 'ok' });
    }),
  );
  const user = renderApp('/settings');
  await user.click(await screen.findByRole('button', { name: 'Change password' }));
  const dialog = within(screen.getByRole('dialog'));
  await user.type(dialog.getByLabelText('Current password'), 'correct horse');
  await user.type(dialog.getByLabelText('New password'), 'battery staple');
  await user.click(dialog.getByRole('switch', { name: 'End all API tokens, too' }));
  await user.click(dialog.getByRole('button', { name: 'Change password' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(sent).toEqual({
    current_password: 'correct horse',
    new_password: 'battery staple',
    end_tokens: true,
  });
});
