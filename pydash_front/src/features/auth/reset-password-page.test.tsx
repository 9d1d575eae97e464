import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';

import { renderApp } from '@/testing/render-app';
import { answer, asStranger, refuse, server } from '@/testing/server';

async function choosePassword(password: string) {
  const user = renderApp('/reset-password/a-Code_1');
  await user.type(await screen.findByLabelText('New password'), password);
  await user.click(screen.getByRole('button', { name: 'Change password' }));
}

describe('the page for a forgotten password', () => {
  beforeEach(asStranger);

  it('is reached from the login and sends the link', async () => {
    answer('post', '/user/request_password_reset', { message: 'A link is on its way.' });
    const user = renderApp('/login');
    await user.click(await screen.findByRole('link', { name: 'Choose another' }));
    await user.type(await screen.findByLabelText('E-mail'), 'alice@example.org');
    await user.click(screen.getByRole('button', { name: 'Send the link' }));
    expect(await screen.findByRole('status')).toHaveTextContent('A link is on its way.');
  });

  it('refuses by itself what is no address', async () => {
    const user = renderApp('/forgot-password');
    await user.type(await screen.findByLabelText('E-mail'), 'alice');
    await user.click(screen.getByRole('button', { name: 'Send the link' }));
    expect(screen.getByRole('alert')).toHaveTextContent("doesn't look like an e-mail address");
  });
});

describe('the page of the link for another password', () => {
  beforeEach(asStranger);

  it('sends the code of the link with the new password', async () => {
    let sent: unknown;
    server.use(
      http.post('/api/user/reset_password', async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({ message: 'ok', has_mail_server: true });
      }),
    );
    await choosePassword('battery staple');
    expect(await screen.findByRole('heading', { name: 'Your password is changed' })).toBeVisible();
    expect(sent).toEqual({ reset_code: 'a-Code_1', new_password: 'battery staple' });
  });

  it('shows the server’s sentence on a link that is used or expired, and the way on', async () => {
    const message = 'This link is not valid.';
    refuse('post', '/user/reset_password', 400, { code: 'invalid_code', message });
    await choosePassword('battery staple');
    expect(await screen.findByRole('alert')).toHaveTextContent(message);
    expect(screen.getByRole('link', { name: 'Have a new one sent' })).toBeVisible();
  });

  it('sends nothing that is too short', async () => {
    await choosePassword('short');
    expect(screen.getByRole('alert')).toHaveTextContent('At least 8 characters.');
  });
});

describe('an invitation', () => {
  beforeEach(asStranger);

  it('goes to the server with the registration', async () => {
    let sent: unknown;
    server.use(
      http.post('/api/user/register', async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({ message: 'ok', has_mail_server: true });
      }),
    );
    const user = renderApp('/register?invitation=Inv-1');
    await user.type(await screen.findByLabelText('Username'), 'bob');
    await user.type(screen.getByLabelText('E-mail'), 'bob@example.org');
    await user.type(screen.getByLabelText('Password'), 'correct horse');
    await user.type(screen.getByLabelText('Password again'), 'correct horse');
    await user.click(screen.getByRole('button', { name: 'Create account' }));
    expect(await screen.findByRole('heading', { name: 'Check your mail' })).toBeVisible();
    expect(sent).toMatchObject({ name: 'bob', invitation_code: 'Inv-1' });
  });
});
