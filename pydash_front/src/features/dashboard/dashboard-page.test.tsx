import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';

import { NARROW_SPACE as NS } from '@/lib/format';
import { makeDashboard } from '@/testing/fixtures';
import { serveMeasurements, type Asked } from '@/testing/measurements';
import { findCard, openDashboard } from '@/testing/open-dashboard';
import { renderApp } from '@/testing/render-app';
import { answer, asAlice, refuse, server } from '@/testing/server';

describe('the dashboard page', () => {
  let asked: Asked[];
  beforeEach(() => {
    asked = serveMeasurements();
  });

  it('shows the visits of the range in all, for people and for scripts', async () => {
    openDashboard();
    const total = await screen.findByTestId('total-visits');
    expect(total).toHaveTextContent(`5${NS}000`, { normalizeWhitespace: false });
    expect(total).toHaveAttribute('data-value', '5000');
  });

  it('asks in the browser’s zone, with static slices and bounds in UTC', async () => {
    openDashboard();
    await screen.findByTestId('total-visits');
    const series = asked.find(({ params }) => params.has('timeslice'))?.params;
    expect(series?.get('timeslice')).toBe('day');
    expect(series?.get('timeslice_is_static')).toBe('true');
    expect(series?.get('timezone')).toBe('Europe/Amsterdam');
    expect(series?.get('start_date')).toMatch(/T2[23]:00:00\.000Z$/);
    expect(series?.get('end_date')).toMatch(/T2[23]:00:00\.000Z$/);
  });

  it('hatches what was not fetched, and calls it unknown in the table', async () => {
    const user = openDashboard();
    const card = await findCard('Visits');
    expect(await card.findByRole('img', { name: /^Visits per day/ })).toBeVisible();
    expect(card.getAllByTestId('gap')).toHaveLength(1);
    expect(card.getByText('no data fetched')).toBeInTheDocument();
    await user.click(card.getByRole('button', { name: 'Show as table' }));
    const rows = card.getAllByRole('row').map((row) => row.textContent);
    expect(rows).toEqual([
      'WhenVisits',
      `Mon 23 Apr 20184${NS}000`,
      'Tue 24 Apr 2018unknown',
      `Wed 25 Apr 20181${NS}000`,
    ]);
  });

  it('tells no visit from no data where both have no time to show', async () => {
    serveMeasurements({
      visits: { '2018-04-23': 1, '2018-04-24': null, '2018-04-25': 0 },
      times: { '2018-04-23': 48.2, '2018-04-24': null, '2018-04-25': null },
    });
    const user = openDashboard();
    const card = await findCard('Execution time');
    await user.click(await card.findByRole('button', { name: 'Show as table' }));
    expect(await card.findByRole('row', { name: /24 Apr 2018 unknown/ })).toBeVisible();
    expect(card.getByRole('row', { name: /25 Apr 2018 no visit/ })).toBeVisible();
  });

  it('shows errors only where the app tells its status codes', async () => {
    openDashboard();
    await findCard('Unique visitors');
    await screen.findByTestId('total-visits');
    expect(screen.queryByTestId('error-rate')).toBeNull();
    expect(screen.queryByRole('region', { name: 'Errors' })).toBeNull();
  });

  it('shows the error rate, and errors per slice, unknown where no status was told', async () => {
    serveMeasurements({
      visits: { '2018-04-23': 1000, '2018-04-24': 0, '2018-04-25': 1000 },
      errors: { '2018-04-23': null, '2018-04-24': null, '2018-04-25': 4 },
    });
    const user = openDashboard();
    expect(await screen.findByTestId('error-rate')).toHaveAttribute('data-value', '0.004');
    const card = await findCard('Errors');
    await user.click(await card.findByRole('button', { name: 'Show as table' }));
    expect(await card.findByRole('row', { name: /23 Apr 2018 unknown/ })).toBeVisible();
    expect(card.getByRole('row', { name: /24 Apr 2018 no visit/ })).toBeVisible();
    expect(card.getByRole('row', { name: /25 Apr 2018 4/ })).toBeVisible();
  });

  it('walks the slices with the arrow keys, in all charts at once', async () => {
    const user = openDashboard();
    const card = await findCard('Visits');
    const slices = await card.findByRole('slider');
    slices.focus();
    await user.keyboard('{Home}');
    expect(slices).toHaveAttribute('aria-valuetext', `Mon 23 Apr 2018: 4${NS}000`);
    const times = await (await findCard('Execution time')).findByRole('slider');
    expect(times).toHaveAttribute(
      'aria-valuetext',
      'Mon 23 Apr 2018: p50 48 ms, avg 48 ms, p90 48 ms, p99 48 ms',
    );
    await user.keyboard('{ArrowRight}');
    expect(slices).toHaveAttribute('aria-valuetext', 'Tue 24 Apr 2018: unknown');
  });

  it('sorts the endpoints, and remembers which are of no interest', async () => {
    const user = openDashboard();
    const card = await findCard('Endpoints');
    const names = () =>
      card
        .getAllByRole('row')
        .slice(1)
        .map((row) => within(row).getByRole('rowheader').textContent);
    await card.findByRole('link', { name: 'shop.home' });
    expect(names()).toEqual(['shop.home', 'cart/pay']);
    await user.click(card.getByRole('button', { name: 'Median' }));
    expect(names()).toEqual(['cart/pay', 'shop.home']);
    expect(card.getByRole('columnheader', { name: 'Median' })).toHaveAttribute(
      'aria-sort',
      'descending',
    );
    let body: unknown;
    server.use(
      http.post('/api/dashboards/:id/change_settings', async ({ request }) => {
        body = await request.json();
        return HttpResponse.json({ message: 'Changed.', changed: ['endpoints'] });
      }),
    );
    const off = makeDashboard({ endpoints: [{ name: 'cart/pay', enabled: false }] });
    answer('get', `/dashboards/${off.id}`, off);
    await user.click(card.getByRole('button', { name: 'Switch cart/pay off' }));
    expect(await card.findByText('1 is switched off')).toBeVisible();
    expect(body).toEqual({ endpoints: { 'cart/pay': false } });
    expect(names()).toEqual(['shop.home']);
    await user.click(card.getByRole('button', { name: 'Show them' }));
    expect(names()).toContain('cart/pay');
  });

  it('draws boxes per endpoint and per version, and tables them', async () => {
    const user = openDashboard();
    const card = await findCard('Execution time per version');
    expect(await card.findByText('1.4.0')).toBeVisible();
    await user.click(card.getByRole('button', { name: 'Show as table' }));
    expect(
      card.getByRole('row', { name: /1\.4\.0 10 ms 20 ms 40 ms 80 ms 160 ms/ }),
    ).toBeVisible();
  });

  it('walks the heat map’s hours with the arrow keys', async () => {
    const user = openDashboard();
    const hours = await (await findCard('Visits by hour')).findByRole('slider');
    hours.focus();
    await user.keyboard('{ArrowDown}{ArrowRight}{ArrowRight}');
    expect(hours.getAttribute('aria-valuetext')).toMatch(/, 02:00: 2$/);
  });

  it('says when the app was down, and why', async () => {
    const today = new Date().toISOString().slice(0, 10);
    serveMeasurements({
      downtime: {
        downtime_intervals: { [today]: [[`${today}T03:12:00Z`, `${today}T03:21:00Z`, '502']] },
        downtime_percentage: 0.5,
        total_downtimes: { [today]: 540 },
        watched_seconds: { [today]: 80_000 },
      },
    });
    openDashboard({ monitor_downtime: true });
    const card = await findCard('Downtime');
    expect(await card.findByRole('row', { name: /502 9 min/ })).toBeVisible();
    expect(await screen.findByTestId('uptime')).toHaveTextContent('99.5');
  });

  it('takes nothing for zero of which nothing has been fetched', async () => {
    openDashboard({ state: 'backfilling', complete_until: null });
    const total = await screen.findByTestId('total-visits');
    expect(total).toHaveTextContent('–');
    expect(total).not.toHaveAttribute('data-value');
  });

  it('keeps the page when statistics fail', async () => {
    server.use(
      http.get('/api/dashboards/:id/*', () =>
        HttpResponse.json({ code: 'internal', message: 'It broke.' }, { status: 500 }),
      ),
    );
    openDashboard();
    expect(await screen.findAllByText('It broke.')).not.toHaveLength(0);
    expect(screen.getByRole('heading', { name: 'shop-api' })).toBeVisible();
  });
});

it('shows the server’s sentence for a dashboard that is not there', async () => {
  asAlice();
  answer('get', '/dashboards', []);
  refuse('get', '/dashboards/7', 404, { code: 'not_found', message: 'No such dashboard.' });
  renderApp('/dashboards/7');
  expect(await screen.findByText('No such dashboard.')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Go to the overview' })).toBeVisible();
});
