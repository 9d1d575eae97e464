import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { makeDashboard } from '@/testing/fixtures';
import { renderApp } from '@/testing/render-app';
import { answer, asAlice } from '@/testing/server';

const SHOP = makeDashboard({
  name: 'shop-api',
  endpoints: [{ name: 'cart/pay', enabled: true }],
});
const BILLING = makeDashboard({ id: '0c5b8f2e-52a4-4e0b-9d5d-0f6c3a1b2c3e', name: 'billing' });

beforeEach(() => {
  localStorage.clear();
  asAlice();
  answer('get', '/dashboards', [SHOP, BILLING]);
});

async function jump(user: ReturnType<typeof renderApp>, typed: string) {
  await screen.findByRole('main');
  await user.keyboard('{Control>}k{/Control}');
  const field = await screen.findByRole('textbox', { name: 'Jump to an app or endpoint' });
  await user.type(field, typed);
}

describe('the way to any app or endpoint', () => {
  it('leads by Ctrl K and a few letters to an endpoint', async () => {
    const user = renderApp('/help');
    await jump(user, 'pay');
    await user.click(screen.getByRole('button', { name: 'cart/pay · shop-api' }));
    const wanted = `/dashboards/${SHOP.id}/endpoints/cart%2Fpay`;
    await waitFor(() => expect(screen.getByTestId('address')).toHaveTextContent(wanted));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('takes Enter for the first that fits', async () => {
    const user = renderApp('/help');
    await jump(user, 'setti{Enter}');
    expect(await screen.findByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  });
});

describe('the apps visited last', () => {
  it('stand in the navigation, but for the one that is shown', async () => {
    localStorage.setItem('pydash-last-visited', `${BILLING.id} ${SHOP.id} of-one-deleted`);
    renderApp('/help');
    const navigation = within(await screen.findByRole('navigation', { name: 'Main' }));
    const links = await navigation.findAllByRole('link', { name: /billing|shop-api/ });
    expect(links.map((link) => link.textContent)).toEqual(['billing', 'shop-api']);
  });
});
