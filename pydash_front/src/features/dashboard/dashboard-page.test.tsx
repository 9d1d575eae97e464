import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';

import type { Dashboard, StatisticSeries } from '@/lib/api-types';
import { NARROW_SPACE as NS } from '@/lib/format';
import { makeDashboard } from '@/testing/fixtures';
import { renderApp } from '@/testing/render-app';
import { answer, asAlice, refuse, server } from '@/testing/server';

const VISITS: StatisticSeries = { '2018-04-23': 4000, '2018-04-24': null, '2018-04-25': 1000 };
const TIMES: StatisticSeries = { '2018-04-23': 48.2, '2018-04-24': null, '2018-04-25': 6.21 };

/** Answers every statistic, a series by the day only, and keeps what was asked. */
function serveStatistics(visits: StatisticSeries, times: StatisticSeries): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  server.use(
    http.get('/api/dashboards/:id/statistic', ({ request }) => {
      const { searchParams } = new URL(request.url);
      asked.push(searchParams);
      const isTime = searchParams.get('statistic') === 'average_execution_time';
      if (!searchParams.has('timeslice')) return HttpResponse.json(isTime ? 40.1 : 5000);
      const byDay = isTime ? times : visits;
      return HttpResponse.json(searchParams.get('timeslice') === 'day' ? byDay : {});
    }),
  );
  return asked;
}

function openPage(overrides: Partial<Dashboard> = {}, search = '') {
  const dashboard = makeDashboard(overrides);
  asAlice();
  answer('get', '/dashboards', [dashboard]);
  answer('get', `/dashboards/${dashboard.id}`, dashboard);
  return renderApp(`/dashboards/${dashboard.id}${search}`);
}

describe('the dashboard page', () => {
  let asked: URLSearchParams[];
  beforeEach(() => {
    asked = serveStatistics(VISITS, TIMES);
  });

  it('shows the visits of the range in all, for people and for scripts', async () => {
    openPage();
    const total = await screen.findByTestId('total-visits');
    expect(total).toHaveTextContent(`5${NS}000`, { normalizeWhitespace: false });
    expect(total).toHaveAttribute('data-value', '5000');
  });

  it('asks in the browser’s zone, with static slices and bounds in UTC', async () => {
    openPage();
    await screen.findByTestId('total-visits');
    const series = asked.find((params) => params.has('timeslice'));
    expect(series?.get('timeslice')).toBe('day');
    expect(series?.get('timeslice_is_static')).toBe('true');
    expect(series?.get('timezone')).toBe('Europe/Amsterdam');
    expect(series?.get('start_date')).toMatch(/T2[23]:00:00\.000Z$/);
    expect(series?.get('end_date')).toMatch(/T2[23]:00:00\.000Z$/);
  });

  it('hatches what was not fetched, and calls it unknown in the table', async () => {
    const user = openPage();
    const card = within(await screen.findByRole('region', { name: 'Visits' }));
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
    serveStatistics({ ...VISITS, '2018-04-25': 0 }, { ...TIMES, '2018-04-25': null });
    const user = openPage();
    const card = within(await screen.findByRole('region', { name: 'Average execution time' }));
    await user.click(await card.findByRole('button', { name: 'Show as table' }));
    expect(await card.findByRole('row', { name: /24 Apr 2018 unknown/ })).toBeVisible();
    expect(card.getByRole('row', { name: /25 Apr 2018 no visit/ })).toBeVisible();
  });

  it('walks the slices with the arrow keys', async () => {
    const user = openPage();
    const card = within(await screen.findByRole('region', { name: 'Visits' }));
    const slices = await card.findByRole('slider');
    slices.focus();
    await user.keyboard('{Home}');
    expect(slices).toHaveAttribute('aria-valuetext', `Mon 23 Apr 2018: 4${NS}000`);
    await user.keyboard('{ArrowRight}');
    expect(slices).toHaveAttribute('aria-valuetext', 'Tue 24 Apr 2018: unknown');
  });

  it('keeps range and timeslice in the address', async () => {
    const user = openPage({}, '?range=24h');
    await user.click(await screen.findByRole('combobox', { name: 'Per hour' }));
    await user.click(await screen.findByRole('option', { name: 'minute' }));
    expect(screen.getByTestId('address')).toHaveTextContent('?range=24h&per=minute');
    await user.click(screen.getByRole('button', { name: 'From the first visit on' }));
    expect(screen.getByTestId('address')).toHaveTextContent('?range=all');
    expect(asked.at(-1)?.has('start_date')).toBe(false);
  });

  it('points to where the visits are when there are none', async () => {
    serveStatistics({ '2018-04-23': 0, '2018-04-24': 0 }, { '2018-04-23': null });
    const user = openPage();
    const card = within(await screen.findByRole('region', { name: 'Visits' }));
    await user.click(await card.findByRole('button', { name: 'Show all time' }));
    expect(screen.getByTestId('address')).toHaveTextContent('?range=all');
  });

  it('takes nothing for zero of which nothing has been fetched', async () => {
    openPage({ state: 'backfilling', complete_until: null });
    const total = await screen.findByTestId('total-visits');
    expect(total).toHaveTextContent('–');
    expect(total).not.toHaveAttribute('data-value');
  });

  it('keeps the page when a statistic fails', async () => {
    server.use(
      http.get('/api/dashboards/:id/statistic', () =>
        HttpResponse.json({ code: 'internal', message: 'It broke.' }, { status: 500 }),
      ),
    );
    openPage();
    const alerts = await screen.findAllByText('It broke.');
    expect(alerts.length).toBeGreaterThan(0);
    expect(screen.getByRole('heading', { name: 'shop-api' })).toBeVisible();
  });
});

it('shows the server’s sentence for a dashboard that is not there', async () => {
  asAlice();
  answer('get', '/dashboards', []);
  refuse('get', '/dashboards/7', 404, { code: 'not_found', message: 'No such dashboard.' });
  renderApp('/dashboards/7');
  expect(await screen.findByRole('alert')).toHaveTextContent('No such dashboard.');
});
