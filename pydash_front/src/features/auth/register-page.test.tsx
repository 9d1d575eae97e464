import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';

import { remember } from '@/lib/browser-memory';
import { renderApp } from '@/testing/render-app';
import { answer, asStranger, refuse, server } from '@/testing/server';

const GOOD = {
  Username: 'bob',
  'E-mail': 'bob@example.org',
  Password: 'correct horse',
  'Password again': 'correct horse',
};

async function register(values: Partial<typeof GOOD> = {}) {
  const user = renderApp('/register');
  await screen.findByLabelText('Username');
  for (const [label, value] of Object.entries({ ...GOOD, ...values })) {
    if (value) await user.type(screen.getByLabelText(label), value);
  }
  await user.click(screen.getByRole('button', { name: 'Create account' }));
  return user;
}

describe('the registration page', () => {
  beforeEach(asStranger);

  it('tells the rule for passwords before anything is wrong', async () => {
    renderApp('/register');
    expect(await screen.findByLabelText('Password')).toHaveAccessibleDescription(
      'At least 8 characters. Long beats complicated.',
    );
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it.each([
    [{ Username: '' }, 'Username', 'Choose a username.'],
    [{ 'E-mail': 'bob' }, 'E-mail', "This doesn't look like an e-mail address."],
    [{ Password: 'short', 'Password again': 'short' }, 'Password', 'At least 8 characters.'],
    [{ 'Password again': 'other' }, 'Password again', "The two passwords don't match."],
  ])('refuses %j by itself', async (values, label, sentence) => {
    await register(values);
    expect(screen.getByLabelText(label)).toHaveAccessibleDescription(
      expect.stringContaining(sentence) as string,
    );
    expect(screen.getByLabelText(label)).toBeInvalid();
  });

  it('shows at the name that it is taken', async () => {
    const message = 'This name is taken. Choose another.';
    refuse('post', '/user/register', 409, { code: 'name_taken', message });
    await register();
    expect(await screen.findByRole('alert')).toHaveTextContent(message);
    expect(screen.getByLabelText('Username')).toHaveAccessibleDescription(message);
  });

  it('shows each of the server’s sentences at its field', async () => {
    const fields = { password: 'This password is too common.' };
    refuse('post', '/user/register', 400, { code: 'invalid_input', message: 'No.', fields });
    await register();
    expect(await screen.findByText(fields.password)).toBeVisible();
    expect(screen.queryByText('No.')).not.toBeInTheDocument();
  });

  it('sends what was typed, and then to the mail', async () => {
    let sent: unknown;
    server.use(
      http.post('/api/user/register', async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({ message: 'ok', has_mail_server: true });
      }),
    );
    await register();
    expect(await screen.findByRole('heading', { name: 'Check your mail' })).toBeVisible();
    expect(screen.getByText(/bob@example\.org/)).toBeVisible();
    expect(sent).toEqual({ name: 'bob', email: 'bob@example.org', password: 'correct horse' });
  });

  it('says where the link is when no mail server is set, and promises no mail', async () => {
    const message = 'Ask its operator, or to run: pydash user verify bob';
    answer('post', '/user/register', { message, has_mail_server: false });
    await register();
    expect(await screen.findByRole('heading', { name: 'Ask for your link' })).toBeVisible();
    expect(screen.getByText(message)).toBeVisible();
    expect(screen.queryByText(/on its way|spam/)).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Send the mail again' })).not.toBeInTheDocument();
  });
});

describe('the page of the link in the mail', () => {
  beforeEach(() => remember('pydash-registered', 'yes'));

  beforeEach(asStranger);

  it('verifies by itself', async () => {
    answer('post', '/user/verify', { message: 'ok' });
    renderApp('/verify/a-Code_1');
    expect(await screen.findByRole('heading', { name: 'Your account is verified' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Log in' })).toHaveAttribute('href', '/login');
  });

  it('offers a new link for one that is used, expired or unknown', async () => {
    const message = 'This link is not valid.';
    refuse('post', '/user/verify', 400, { code: 'invalid_code', message });
    renderApp('/verify/old');
    expect(await screen.findByText(message)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Send the mail again' })).toBeEnabled();
  });
});
