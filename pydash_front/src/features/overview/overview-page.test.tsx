import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';

import { makeDashboard } from '@/testing/fixtures';
import { renderApp } from '@/testing/render-app';
import { answer, asAlice, refuse, server } from '@/testing/server';

describe('the overview', () => {
  beforeEach(asAlice);

  it('walks a newcomer through the first dashboard', async () => {
    answer('get', '/dashboards', []);
    renderApp('/');
    expect(await screen.findByRole('heading', { name: 'Watch your first app' })).toBeVisible();
  });

  it('shows the server’s sentence, and tries again when asked', async () => {
    refuse('get', '/dashboards', 500, { code: 'internal', message: 'PyDash made a mistake.' });
    const user = renderApp('/');
    expect(await screen.findByRole('alert')).toHaveTextContent('PyDash made a mistake.');
    answer('get', '/dashboards', [makeDashboard()]);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('link', { name: 'shop-api' })).toBeVisible();
  });

  it('shows an app’s week against the one before', async () => {
    answer('get', '/dashboards', [makeDashboard()]);
    renderApp('/');
    const card = await screen.findByRole('article', { name: 'shop-api' });
    expect(within(card).getByText('184 203')).toBeVisible();
    expect(within(card).getByText('▲ +12 %')).toBeVisible();
    expect(within(card).getByText('Up to date')).toBeVisible();
    expect(within(card).getByText('shop.example.org · 1.4.0')).toBeVisible();
  });

  it('never shows a zero for what is not known', async () => {
    const unknown = { visits_last_7_days: null, unique_visitors: null };
    answer('get', '/dashboards', [makeDashboard(unknown)]);
    renderApp('/');
    const card = await screen.findByRole('article', { name: 'shop-api' });
    expect(within(card).getAllByText('–')).toHaveLength(2);
  });

  it('shows progress, and no change, while the history is read', async () => {
    const reading = { state: 'backfilling', fetch_progress_ratio: 0.63 } as const;
    answer('get', '/dashboards', [makeDashboard(reading)]);
    renderApp('/');
    const card = await screen.findByRole('article', { name: 'shop-api' });
    expect(within(card).getByRole('progressbar', { name: 'History read' })).toHaveAttribute(
      'aria-valuenow',
      '63',
    );
    expect(within(card).queryByText(/▲/)).not.toBeInTheDocument();
  });

  it('puts what needs a look first, with the reason', async () => {
    const failing = makeDashboard({
      id: 'b',
      name: 'zebra',
      state: 'failing',
      error: 'The app refused this security code.',
      error_code: 'wrong_token',
    });
    answer('get', '/dashboards', [makeDashboard(), failing]);
    renderApp('/');
    const list = await screen.findByRole('list', { name: 'Your dashboards' });
    const [first] = within(list).getAllByRole('article');
    expect(first).toHaveAccessibleName('zebra');
    expect(first).toHaveTextContent('Code refused');
    expect(first).toHaveTextContent('The app refused this security code.');
  });

  it('deletes a dashboard only after asking once more', async () => {
    answer('get', '/dashboards', [makeDashboard()]);
    server.use(
      http.post('/api/dashboards/:id/delete', () => {
        answer('get', '/dashboards', []);
        return HttpResponse.json({ message: 'ok' });
      }),
    );
    const user = renderApp('/');
    await user.click(await screen.findByRole('button', { name: 'Actions for shop-api' }));
    await user.click(screen.getByRole('menuitem', { name: 'Delete dashboard' }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete shop-api?' });
    await user.click(within(dialog).getByRole('button', { name: 'Delete dashboard' }));
    expect(await screen.findByRole('heading', { name: 'Watch your first app' })).toBeVisible();
  });

  it('asks for a login once the session has ended', async () => {
    refuse('get', '/dashboards', 401, { code: 'not_logged_in', message: 'Log in first.' });
    renderApp('/');
    expect(await screen.findByRole('heading', { name: 'Log in' })).toBeVisible();
  });
});

describe('adding a dashboard', () => {
  beforeEach(() => {
    asAlice();
    answer('get', '/dashboards', [makeDashboard()]);
  });

  async function openDialog() {
    const user = renderApp('/');
    await user.click(await screen.findByRole('button', { name: 'Add dashboard' }));
    return { user, dialog: within(await screen.findByRole('dialog')) };
  }

  async function fillIn() {
    const { user, dialog } = await openDialog();
    await user.type(dialog.getByLabelText(/^Address/), 'https://crm.example.org/dashboard');
    await user.type(dialog.getByLabelText('Security code'), 'secret');
    await user.click(dialog.getByRole('button', { name: 'Add dashboard' }));
    return { user, dialog };
  }

  it('shows a refusal at the right field, and offers to check again', async () => {
    const message = 'The app refused this security code.';
    const fields = { token: message };
    refuse('post', '/dashboards/register', 400, { code: 'wrong_token', message, fields });
    const { dialog } = await fillIn();
    expect(await dialog.findByRole('alert')).toHaveTextContent(message);
    expect(dialog.getByLabelText('Security code')).toBeInvalid();
    expect(dialog.getByLabelText(/^Address/)).toBeValid();
    expect(dialog.getByRole('button', { name: 'Check again' })).toBeEnabled();
  });

  it('takes a first idea of the name from the address, and closes when all fits', async () => {
    let sent: unknown;
    server.use(
      http.post('/api/dashboards/register', async ({ request }) => {
        sent = await request.json();
        answer('get', '/dashboards', [makeDashboard(), makeDashboard({ id: 'b', name: 'crm' })]);
        return HttpResponse.json({ message: 'ok', id: 'b' });
      }),
    );
    await fillIn();
    expect(await screen.findByRole('link', { name: 'crm' })).toBeVisible();
    expect(sent).toEqual({
      name: 'crm',
      url: 'https://crm.example.org/dashboard',
      token: 'secret',
    });
  });

  it('checks the address before it is sent', async () => {
    const { user, dialog } = await openDialog();
    await user.type(dialog.getByLabelText(/^Address/), 'ftp://crm.example.org');
    await user.tab();
    expect(await dialog.findByRole('alert')).toHaveTextContent('An address starts with http://');
  });
});
