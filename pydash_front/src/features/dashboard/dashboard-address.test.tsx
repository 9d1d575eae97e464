import { screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { makeBox, serveMeasurements, type Asked } from '@/testing/measurements';
import { findCard, openDashboard, searchPart } from '@/testing/open-dashboard';

describe('what the dashboard page shows stands in its address', () => {
  let asked: Asked[];
  beforeEach(() => {
    asked = serveMeasurements();
  });

  it('keeps range and timeslice in the address', async () => {
    const user = openDashboard({}, '?range=24h');
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Per' }), 'minute');
    expect(searchPart()).toBe('?range=24h&per=minute');
    await user.click(screen.getByRole('radio', { name: 'From the first visit on' }));
    expect(searchPart()).toBe('?range=all');
    await waitFor(() => expect(asked.some(({ params }) => !params.has('start_date'))).toBe(true));
  });

  it('shows any days, and asks again where they are impossible', async () => {
    const user = openDashboard();
    await user.click(await screen.findByRole('button', { name: /^Days:/ }));
    const from = screen.getByLabelText('First day');
    const to = screen.getByLabelText('Last day');
    await user.clear(from);
    await user.type(from, '2018-04-25');
    await user.clear(to);
    await user.type(to, '2018-04-23');
    await user.click(screen.getByRole('button', { name: 'Show these days' }));
    expect(await screen.findByText('The last day lies before the first.')).toBeVisible();
    await user.clear(to);
    await user.type(to, '2018-04-26');
    await user.click(screen.getByRole('button', { name: 'Show these days' }));
    expect(searchPart()).toBe('?from=2018-04-25&to=2018-04-26&against=nothing');
    await waitFor(() =>
      expect(asked.at(-1)?.params.get('start_date')).toBe('2018-04-24T22:00:00.000Z'),
    );
  });

  it('counts by another zone’s calendar', async () => {
    const user = openDashboard();
    await user.click(await screen.findByRole('button', { name: 'Time zone Europe/Amsterdam' }));
    await user.type(screen.getByRole('textbox', { name: 'Time zone' }), 'auck{Enter}');
    expect(searchPart()).toContain('tz=Pacific%2FAuckland');
    await waitFor(() => expect(asked.at(-1)?.params.get('timezone')).toBe('Pacific/Auckland'));
  });

  it('filters by what is chosen or typed, and forgets it again', async () => {
    const user = openDashboard();
    await user.click(await screen.findByRole('button', { name: 'Add a filter' }));
    await user.click(screen.getByRole('menuitem', { name: 'Endpoint' }));
    await user.click(screen.getByRole('button', { name: 'cart/pay' }));
    await user.keyboard('{Escape}');
    expect(searchPart()).toContain('endpoint=cart%2Fpay');
    await waitFor(() => expect(asked.at(-1)?.params.getAll('endpoint')).toEqual(['cart/pay']));
    await user.click(await screen.findByRole('button', { name: 'Add a filter' }));
    await user.click(screen.getByRole('menuitem', { name: 'IP' }));
    await user.type(screen.getByRole('textbox', { name: 'IP' }), '192.0.2.1{Enter}');
    expect(searchPart()).toContain('ip=192.0.2.1');
    await user.keyboard('{Escape}');
    await user.click(screen.getByRole('button', { name: 'Remove the filter by Endpoint' }));
    expect(searchPart()).not.toContain('endpoint=');
  });

  it('compares with the time before', async () => {
    openDashboard({}, '?range=28d');
    expect(await screen.findAllByText('28 days before')).not.toHaveLength(0);
    expect(await screen.findAllByText('was 40 ms')).not.toHaveLength(0);
    const starts = new Set(asked.map(({ params }) => params.get('start_date')));
    expect(starts.size).toBe(2);
  });

  it('leads to an endpoint’s page with the same time shown', async () => {
    const user = openDashboard({}, '?range=7d&against=nothing&endpoint=shop.home');
    const card = await findCard('Endpoints');
    await user.click(await card.findByRole('link', { name: 'cart/pay' }));
    // The other page's code is fetched first.
    await waitFor(() =>
      expect(screen.getByTestId('address')).toHaveTextContent(
        '/endpoints/cart%2Fpay?range=7d&against=nothing',
      ),
    );
  });

  it('points to where the visits are when there are none', async () => {
    serveMeasurements({ visits: { '2018-04-23': 0, '2018-04-24': 0 } });
    const user = openDashboard();
    const card = await findCard('Visits');
    await user.click(await card.findByRole('button', { name: 'Show all time' }));
    expect(searchPart()).toContain('?range=all');
  });

  it('offers to clear the filters where nothing fits them', async () => {
    serveMeasurements({ visits: { '2018-04-23': 0 }, boxes: { 'shop.home': makeBox(1, 0) } });
    const user = openDashboard({}, '?range=28d&ip=203.0.113.9');
    const card = await findCard('Visits');
    await user.click(await card.findByRole('button', { name: 'Clear the filters' }));
    expect(searchPart()).toBe('?range=28d');
  });
});
