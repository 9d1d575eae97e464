import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';

import { ALICE } from '@/testing/fixtures';
import { renderApp } from '@/testing/render-app';
import { answer, asAlice, asStranger, refuse, server } from '@/testing/server';

async function logIn(path = '/login') {
  const user = renderApp(path);
  await user.type(await screen.findByLabelText('Username'), 'alice');
  await user.type(screen.getByLabelText('Password'), 'correct horse');
  await user.click(screen.getByRole('button', { name: 'Log in' }));
  return user;
}

/** The next login is Alice's, who has no dashboard. */
function acceptLogin() {
  answer('get', '/dashboards', []);
  server.use(
    http.post('/api/login', () => {
      asAlice();
      return HttpResponse.json({ message: 'ok', user: { id: ALICE.id, username: 'alice' } });
    }),
  );
}

describe('the login page', () => {
  beforeEach(asStranger);

  it('shows the server’s sentence on a wrong password', async () => {
    const message = 'Wrong username or password.';
    refuse('post', '/login', 401, { code: 'wrong_credentials', message });
    await logIn();
    expect(await screen.findByRole('alert')).toHaveTextContent(message);
    expect(screen.getByLabelText('Username')).toHaveValue('alice');
  });

  it('sends nothing while a field is empty', async () => {
    const user = renderApp('/login');
    await user.click(await screen.findByRole('button', { name: 'Log in' }));
    expect(screen.getByText('Enter your username.')).toBeVisible();
    expect(screen.getByText('Enter your password.')).toBeVisible();
  });

  it('offers the verification mail again to who is not verified yet', async () => {
    refuse('post', '/login', 403, { code: 'not_verified', message: 'Not verified yet.' });
    answer('post', '/user/resend_verification', { message: 'A new link is on its way.' });
    const user = await logIn();
    await user.type(await screen.findByLabelText('E-mail'), 'alice@example.org');
    await user.click(screen.getByRole('button', { name: 'Send the mail again' }));
    expect(await screen.findByRole('status')).toHaveTextContent('A new link is on its way.');
  });

  it('leads back to the page that asked for the login', async () => {
    acceptLogin();
    refuse('get', '/dashboards/7', 404, { code: 'not_found', message: 'No such dashboard.' });
    await logIn('/dashboards/7?range=7d');
    expect(await screen.findByText('No such dashboard.')).toBeVisible();
    expect(screen.getByTestId('address')).toHaveTextContent('/dashboards/7?range=7d');
  });

  it('opens the overview after a login', async () => {
    acceptLogin();
    await logIn();
    expect(await screen.findByRole('heading', { name: 'Dashboards' })).toBeVisible();
    expect(screen.getByTestId('address')).toHaveTextContent(/^\/$/);
  });

  it('says so when the server can’t be reached', async () => {
    server.use(http.post('/api/login', () => HttpResponse.error()));
    await logIn();
    expect(await screen.findByRole('alert')).toHaveTextContent("PyDash can't be reached.");
  });
});
