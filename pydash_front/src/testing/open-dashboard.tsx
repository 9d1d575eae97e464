import { screen, within } from '@testing-library/react';

import type { DashboardDetail } from '@/lib/api-types';

import { makeDetail, makeEndpoint } from './fixtures';
import { renderApp } from './render-app';
import { answer, asAlice } from './server';

const ENDPOINTS = [makeEndpoint('shop.home'), makeEndpoint('cart/pay')];

/** Opens a dashboard's page; compared with nothing, where the test doesn't say so. */
export function openDashboard(
  overrides: Partial<DashboardDetail> = {},
  search = '?range=28d&against=nothing',
) {
  const dashboard = makeDetail({ endpoints: ENDPOINTS, ...overrides });
  asAlice();
  answer('get', '/dashboards', [dashboard]);
  answer('get', `/dashboards/${dashboard.id}`, dashboard);
  return renderApp(`/dashboards/${dashboard.id}${search}`);
}

export async function findCard(name: string) {
  return within(await screen.findByRole('region', { name }));
}

/** What the page has written behind its path. */
export function searchPart(): string {
  return screen.getByTestId('address').textContent.replace(/^[^?]*/, '');
}
