import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';

import type { ApiToken } from '@/lib/api-types';
import { renderApp } from '@/testing/render-app';
import { answer, asAlice, refuse, server } from '@/testing/server';

const TOKEN: ApiToken = {
  id: '7c5b8f2e-52a4-4e0b-9d5d-0f6c3a1b2c3d',
  name: 'nightly report',
  scope: 'read',
  created_at: '2018-04-01T00:00:00Z',
  expires_at: null,
  last_used_at: null,
};

describe('the settings page', () => {
  beforeEach(() => {
    asAlice();
    answer('get', '/dashboards', []);
    answer('get', '/tokens', []);
  });

  it('changes the name and closes the dialog', async () => {
    let sent: unknown;
    server.use(
      http.post('/api/user/change_settings', async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({ message: 'ok', changed: ['username'] });
      }),
    );
    const user = renderApp('/settings');
    await user.click(await screen.findByRole('button', { name: 'Change: Username' }));
    const name = screen.getByLabelText('Username');
    await user.clear(name);
    await user.type(name, 'alicia');
    await user.click(screen.getByRole('button', { name: 'Change username' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(sent).toEqual({ username: 'alicia' });
  });

  it('shows the server’s sentence on a wrong current password', async () => {
    const message = 'The password is wrong.';
    refuse('post', '/user/change_password', 401, { code: 'wrong_password', message });
    const user = renderApp('/settings');
    await user.click(await screen.findByRole('button', { name: 'Change password' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.type(dialog.getByLabelText('Current password'), 'wrong horse');
    await user.type(dialog.getByLabelText('New password'), 'battery staple');
    await user.click(dialog.getByRole('button', { name: 'Change password' }));
    expect(await dialog.findByRole('alert')).toHaveTextContent(message);
  });

  it('asks for the password before it deletes the account', async () => {
    const user = renderApp('/settings');
    await user.click(await screen.findByRole('button', { name: 'Delete account' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Delete account' }));
    expect(dialog.getByRole('alert')).toHaveTextContent('Fill this in.');
  });

  it('says so when there is no token', async () => {
    renderApp('/settings');
    expect(await screen.findByText('No token yet.')).toBeVisible();
  });

  it('shows the server’s sentence when tokens can’t be listed', async () => {
    refuse('get', '/tokens', 500, { code: 'internal', message: 'Something broke.' });
    renderApp('/settings');
    expect(await screen.findByRole('alert')).toHaveTextContent('Something broke.');
  });

  it('shows a new token once', async () => {
    answer('post', '/tokens', { ...TOKEN, message: 'ok', token: 'secret-1' });
    const user = renderApp('/settings');
    await user.click(await screen.findByRole('button', { name: 'New token' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.type(dialog.getByLabelText('Name'), 'nightly report');
    await user.click(dialog.getByRole('button', { name: 'New token' }));
    expect(await dialog.findByLabelText('Token')).toHaveValue('secret-1');
  });

  it('revokes a token after asking', async () => {
    answer('get', '/tokens', [TOKEN]);
    answer('post', `/tokens/${TOKEN.id}/delete`, { message: 'ok' });
    const user = renderApp('/settings');
    await user.click(await screen.findByRole('button', { name: 'Revoke nightly report' }));
    answer('get', '/tokens', []);
    await user.click(screen.getByRole('button', { name: 'Revoke' }));
    expect(await screen.findByText('No token yet.')).toBeVisible();
  });
});
