import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import { delay, http, HttpResponse } from 'msw';
import { MemoryRouter, Route, Routes } from 'react-router';
import { expect, it } from 'vitest';

import { DASHBOARDS_KEY } from '@/lib/dashboards';
import { createQueryClient } from '@/lib/query-client';
import { makeDashboard, makeDetail, makeEndpoint } from '@/testing/fixtures';
import { serveMeasurements } from '@/testing/measurements';
import { renderApp } from '@/testing/render-app';
import { answer, asAlice, refuse, server } from '@/testing/server';

import { EndpointPage } from './endpoint-page';

const DASHBOARD = makeDetail({ endpoints: [makeEndpoint('cart/pay')] });

function openPage(name = 'cart%2Fpay') {
  asAlice();
  answer('get', '/dashboards', [DASHBOARD]);
  answer('get', `/dashboards/${DASHBOARD.id}`, DASHBOARD);
  return renderApp(`/dashboards/${DASHBOARD.id}/endpoints/${name}?range=28d`);
}

it('asks for nothing but the calls of its endpoint, save for their share', async () => {
  const asked = serveMeasurements();
  openPage();
  expect(await screen.findByRole('heading', { name: 'cart/pay', level: 1 })).toBeVisible();
  expect(await screen.findByText(/100.% of shop-api/)).toBeVisible();
  await screen.findAllByText('ada');
  const others = asked.filter(({ params }) => params.get('endpoint') !== 'cart/pay');
  expect(others.map(({ params }) => params.get('statistic'))).toEqual(['total_visits']);
});

it('sets each version beside the one before it', async () => {
  serveMeasurements();
  openPage();
  const table = await screen.findByRole('table', { name: 'Versions' });
  const rows = within(table).getAllByRole('row').slice(1);
  expect(rows.map((row) => within(row).getByRole('rowheader').textContent)).toEqual([
    '1.4.0',
    '1.3.0',
  ]);
  expect(rows[0]).toHaveTextContent('+100');
  expect(rows[1]).not.toHaveTextContent('%');
});

it('names each dot, and tables the same', async () => {
  serveMeasurements();
  const user = openPage();
  const card = within(await screen.findByRole('region', { name: 'Average per IP and version' }));
  expect(await card.findByRole('img', { name: 'ada, 1.4.0: 40 ms, 5 visits' })).toBeVisible();
  await user.click(card.getByRole('button', { name: 'Show as table' }));
  expect(card.getByRole('row', { name: 'ada 20 ms 40 ms' })).toBeVisible();
});

it('leads back to the dashboard', async () => {
  serveMeasurements();
  const user = openPage();
  const crumbs = within(await screen.findByRole('navigation', { name: 'Breadcrumb' }));
  await user.click(crumbs.getByRole('link', { name: 'shop-api' }));
  await waitFor(() =>
    expect(screen.getByTestId('address')).toHaveTextContent(
      `/dashboards/${DASHBOARD.id}?range=28d`,
    ),
  );
});

it('says that there is no such endpoint', async () => {
  openPage('nothing');
  expect(await screen.findByText(/no endpoint of that name/)).toBeVisible();
});

it('misses no endpoint that the overview only left out', () => {
  const cut = makeDashboard({ endpoints: [], endpoint_count: 4096, endpoints_are_cut: true });
  const client = createQueryClient({ retry: false });
  client.setQueryData(DASHBOARDS_KEY, [cut]);
  server.use(http.get('/api/dashboards/:id', () => delay('infinite')));
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter initialEntries={[`/dashboards/${cut.id}/endpoints/cart%2Fpay`]}>
        <Routes>
          <Route path="/dashboards/:id/endpoints/*" element={<EndpointPage />} />
        </Routes>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  expect(screen.queryByText(/no endpoint of that name/)).toBeNull();
});

it('keeps the page where its figures fail', async () => {
  server.use(
    http.get('/api/dashboards/:id/*', () =>
      HttpResponse.json({ code: 'internal', message: 'It broke.' }, { status: 500 }),
    ),
  );
  openPage();
  expect(await screen.findAllByText('It broke.')).not.toHaveLength(0);
  expect(screen.getByRole('heading', { name: 'cart/pay', level: 1 })).toBeVisible();
});

it('shows the server’s sentence where the dashboard is not there', async () => {
  asAlice();
  answer('get', '/dashboards', []);
  refuse('get', '/dashboards/7', 403, { code: 'not_yours', message: 'Not yours.' });
  renderApp('/dashboards/7/endpoints/home');
  expect(await screen.findByText('Not yours.')).toBeVisible();
});
