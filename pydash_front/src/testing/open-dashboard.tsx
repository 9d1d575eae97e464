import { screen, within } from '@testing-library/react';

import type { Dashboard } from '@/lib/api-types';

import { makeDashboard } from './fixtures';
import { renderApp } from './render-app';
import { answer, asAlice } from './server';

const ENDPOINTS = [
  { name: 'shop.home', enabled: true },
  { name: 'cart/pay', enabled: true },
];

/** Opens a dashboard's page; compared with nothing, where the test doesn't say so. */
export function openDashboard(
  overrides: Partial<Dashboard> = {},
  search = '?range=28d&against=nothing',
) {
  const dashboard = makeDashboard({ endpoints: ENDPOINTS, ...overrides });
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
