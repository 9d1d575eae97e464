import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';

import type { DashboardDetail } from '@/lib/api-types';
import { makeDashboard } from '@/testing/fixtures';
import { renderApp } from '@/testing/render-app';
import { answer, asAlice, refuse, server } from '@/testing/server';

function open(overrides: Partial<DashboardDetail> = {}) {
  const dashboard = makeDashboard({
    endpoints: [{ name: 'cart/pay', enabled: true }],
    ...overrides,
  });
  asAlice();
  answer('get', '/dashboards', [dashboard]);
  answer('get', `/dashboards/${dashboard.id}`, dashboard);
  return renderApp(`/dashboards/${dashboard.id}/settings`);
}

/** Keeps what was sent. */
function takeChanges(): unknown[] {
  const sent: unknown[] = [];
  server.use(
    http.post('/api/dashboards/:id/change_settings', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ message: 'Changed.', changed: [] });
    }),
  );
  return sent;
}

it('changes name, interval, watching and endpoints, each on its own', async () => {
  const sent = takeChanges();
  const user = open();
  await user.click(await screen.findByRole('button', { name: 'Change: Name' }));
  const name = within(screen.getByRole('dialog')).getByLabelText('Name');
  await user.clear(name);
  await user.type(name, 'crm{Enter}');
  await user.click(await screen.findByRole('button', { name: /fetched every/ }));
  const seconds = within(await screen.findByRole('dialog', { name: 'Change how often' }));
  await user.type(seconds.getByLabelText('Seconds between two fetches'), '600{Enter}');
  await user.click(await screen.findByRole('switch', { name: /whether the app is up/ }));
  await user.click(screen.getByRole('switch', { name: 'cart/pay' }));
  expect(sent).toEqual([
    { name: 'crm' },
    { fetch_interval_s: 600 },
    { monitor_downtime: true },
    { endpoints: { 'cart/pay': false } },
  ]);
});

it('shows the names of request headers, and sends them as they are written', async () => {
  const sent = takeChanges();
  const user = open({ header_names: ['X-Kept'] });
  expect(await screen.findByText('X-Kept')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Change: Request headers' }));
  const dialog = within(screen.getByRole('dialog'));
  expect(dialog.getByLabelText('Request headers')).toHaveValue('X-Kept');
  await user.click(dialog.getByLabelText('Request headers'));
  await user.paste('\nAuthorization: Basic YTpi');
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  expect(sent).toEqual([
    {
      headers: [
        { name: 'X-Kept', value: '' },
        { name: 'Authorization', value: 'Basic YTpi' },
      ],
    },
  ]);
});

it("tells what the app's version of Flask-MonitoringDashboard can't give", async () => {
  const note = 'Flask-MonitoringDashboard 1.13.1 keeps no status codes. Upgrade it.';
  open({ version_note: note });
  expect(await screen.findByText('Measured by Flask-MonitoringDashboard 1.13.1')).toBeVisible();
  expect(await screen.findByText(note)).toBeVisible();
});

it('shows a refusal at the field, and keeps what was typed', async () => {
  const message = 'The app refused this security code.';
  const user = open();
  const { id } = makeDashboard();
  refuse('post', `/dashboards/${id}/change_settings`, 400, {
    code: 'wrong_token',
    message,
    fields: { token: message },
  });
  await user.click(await screen.findByRole('button', { name: 'Change: Security code' }));
  const dialog = within(screen.getByRole('dialog'));
  await user.type(dialog.getByLabelText('Security code'), 'nope{Enter}');
  expect(await dialog.findByRole('alert')).toHaveTextContent(message);
  expect(dialog.getByLabelText('Security code')).toHaveValue('nope');
});

it('goes to the overview once the dashboard is deleted', async () => {
  const user = open();
  server.use(
    http.post('/api/dashboards/:id/delete', () => {
      answer('get', '/dashboards', []);
      return HttpResponse.json({ message: 'Deleted.' });
    }),
  );
  await user.click(await screen.findByRole('button', { name: 'Delete dashboard' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(dialog.getByRole('button', { name: 'Delete dashboard' }));
  expect(await screen.findByRole('heading', { name: 'Watch your first app' })).toBeVisible();
});

it('says which dashboard can’t be shown', async () => {
  asAlice();
  answer('get', '/dashboards', []);
  refuse('get', '/dashboards/7', 404, { code: 'not_found', message: 'No such dashboard.' });
  renderApp('/dashboards/7/settings');
  expect(await screen.findByText('No such dashboard.')).toBeVisible();
});
