import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';

import type { AdminOverview } from '@/lib/api-types';
import { ALICE } from '@/testing/fixtures';
import { renderApp } from '@/testing/render-app';
import { answer, refuse, server } from '@/testing/server';

const OVERVIEW: AdminOverview = {
  health: {
    status: 'ok',
    web: { ok: true },
    database: { ok: true },
    scheduler: { ok: true, heartbeat_age_s: 1, leader: null },
    reasons: [],
  },
  storage: { database_bytes: 3_400_000_000, disk_free_bytes: 71_000_000_000, disk_bytes: 1e12 },
  user_count: 2,
  dashboard_count: 1,
  users: [
    {
      id: ALICE.id,
      name: 'alice',
      email: 'alice@example.org',
      created_at: '2018-04-01T00:00:00Z',
      is_admin: true,
      is_verified: true,
      is_disabled: false,
      dashboard_count: 0,
      session_count: 1,
    },
    {
      id: '5d0f7f0c-1111-4d7c-9c55-2f6b8f0f3f01',
      name: 'bob',
      email: 'bob@example.org',
      created_at: '2018-04-01T00:00:00Z',
      is_admin: false,
      is_verified: true,
      is_disabled: false,
      dashboard_count: 1,
      session_count: 0,
    },
  ],
  dashboards: [
    {
      id: '0c5b8f2e-52a4-4e0b-9d5d-0f6c3a1b2c3d',
      name: 'shop-api',
      host: 'shop.example.org',
      owner_name: 'bob',
      state: 'failing',
      error_code: 'unreachable',
      error: 'Nothing answers there.',
      error_since: '2018-04-01T00:00:00Z',
      last_fetch_at: null,
      lag_s: 7800,
      call_count: 184203,
    },
  ],
};

describe('the administrators’ page', () => {
  beforeEach(() => {
    answer('get', '/user', { ...ALICE, is_admin: true });
    answer('get', '/dashboards', []);
    answer('get', '/admin/overview', OVERVIEW);
  });

  it('shows users, fetching, storage and that all is well', async () => {
    renderApp('/admin');
    const fetching = within(await screen.findByRole('table', { name: 'Fetching' }));
    expect(fetching.getByText('Nothing answers there.')).toBeVisible();
    expect(fetching.getByText('bob')).toBeVisible();
    const users = within(screen.getByRole('table', { name: 'Users' }));
    expect(users.getByText('administrator')).toBeVisible();
    expect(screen.getByText('All is well.')).toBeVisible();
    expect(screen.getByText('3.4 GB')).toBeVisible();
    expect(screen.getByText('2 h 10 min')).toBeVisible();
  });

  it.each([
    ['disk_nearly_full', '12 MiB are left on the disk.'],
    ['clock_doubtful', 'The clock of the machine that PyDash runs on is probably wrong.'],
  ])('says in sentences what is not well: %s', async (code, message) => {
    const health = {
      ...OVERVIEW.health,
      status: 'warning' as const,
      reasons: [{ code, message }],
    };
    answer('get', '/admin/overview', { ...OVERVIEW, health });
    renderApp('/admin');
    expect(await screen.findByText(message)).toBeVisible();
    expect(screen.queryByText('All is well.')).not.toBeInTheDocument();
  });

  it('fetches anybody’s dashboard at once', async () => {
    let sent: unknown;
    server.use(
      http.post('/api/admin/refresh', async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({ message: 'ok' }, { status: 202 });
      }),
    );
    const user = renderApp('/admin');
    await user.click(await screen.findByRole('button', { name: 'Fetch now: shop-api of bob' }));
    await waitFor(() => expect(sent).toEqual({ dashboard_id: OVERVIEW.dashboards[0]?.id }));
  });

  it.each([true, false])(
    'ends somebody’s sessions after a question, with their tokens: %s',
    async (tokens) => {
      const sent: unknown[] = [];
      server.use(
        http.post('/api/admin/end_sessions', async ({ request }) => {
          sent.push(await request.json());
          return HttpResponse.json({ message: 'ok' });
        }),
      );
      const user = renderApp('/admin');
      await user.click(await screen.findByRole('button', { name: 'End sessions of bob' }));
      expect(screen.getByRole('dialog', { name: 'End sessions of bob?' })).toBeVisible();
      expect(sent).toEqual([]);
      if (tokens) await user.click(screen.getByLabelText('End their API tokens, too'));
      await user.click(screen.getByRole('button', { name: 'End sessions' }));
      await waitFor(() => expect(sent).toEqual([{ name: 'bob', tokens }]));
      await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    },
  );

  it('says why somebody’s sessions could not be ended', async () => {
    refuse('post', '/admin/end_sessions', 404, { code: 'not_found', message: 'Nobody has it.' });
    const user = renderApp('/admin');
    await user.click(await screen.findByRole('button', { name: 'End sessions of bob' }));
    await user.click(screen.getByRole('button', { name: 'End sessions' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Nobody has it.');
  });

  it('disables somebody after a question, and not themselves', async () => {
    const sent: unknown[] = [];
    server.use(
      http.post('/api/admin/disable', async ({ request }) => {
        sent.push(await request.json());
        const users = OVERVIEW.users.map((one) => ({ ...one, is_disabled: one.name === 'bob' }));
        answer('get', '/admin/overview', { ...OVERVIEW, users });
        return HttpResponse.json({ message: 'ok' });
      }),
    );
    const user = renderApp('/admin');
    await user.click(await screen.findByRole('button', { name: 'Disable bob' }));
    expect(screen.getByRole('dialog', { name: 'Disable bob?' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(sent).toEqual([]);
    await user.click(await screen.findByRole('button', { name: 'Disable bob' }));
    await user.click(screen.getByRole('button', { name: 'Disable' }));
    await waitFor(() => expect(sent).toEqual([{ name: 'bob', is_disabled: true }]));
    expect(await screen.findByRole('cell', { name: 'disabled' })).toBeVisible();
    await user.click(await screen.findByRole('button', { name: 'Enable bob' }));
    await user.click(screen.getByRole('button', { name: 'Enable' }));
    await waitFor(() => expect(sent[1]).toEqual({ name: 'bob', is_disabled: false }));
    expect(await screen.findByRole('button', { name: 'Disable alice' })).toBeDisabled();
  });

  it('says why somebody could not be disabled', async () => {
    refuse('post', '/admin/disable', 404, { code: 'not_found', message: 'Nobody has the name.' });
    const user = renderApp('/admin');
    await user.click(await screen.findByRole('button', { name: 'Disable bob' }));
    await user.click(screen.getByRole('button', { name: 'Disable' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Nobody has the name.');
  });

  it('says so when there is no dashboard', async () => {
    answer('get', '/admin/overview', { ...OVERVIEW, dashboard_count: 0, dashboards: [] });
    renderApp('/admin');
    expect(await screen.findByText('Nobody has added a dashboard yet.')).toBeVisible();
  });

  it('shows the server’s sentence to who is no administrator, and no way there', async () => {
    answer('get', '/user', ALICE);
    const message = 'Only administrators may do this.';
    refuse('get', '/admin/overview', 403, { code: 'administrators_only', message });
    renderApp('/admin');
    expect(await screen.findByRole('alert')).toHaveTextContent(message);
    expect(screen.queryByRole('link', { name: 'Administration' })).not.toBeInTheDocument();
  });
});
