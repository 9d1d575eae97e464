import { screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import type { Dashboard } from '@/lib/api-types';
import { makeDashboard } from '@/testing/fixtures';
import { renderApp } from '@/testing/render-app';
import { answer, asAlice } from '@/testing/server';

const SHOP = makeDashboard({ id: 'a', name: 'shop', p95_execution_time: 300 });
const CRM = makeDashboard({ id: 'b', name: 'crm', visits_last_7_days: 9, is_up: false });
const WIKI = makeDashboard({ id: 'c', name: 'wiki', p95_execution_time: null });

function open(dashboards: Dashboard[], search = '') {
  answer('get', '/dashboards', dashboards);
  return renderApp(`/${search}`);
}

async function cardNames(): Promise<(string | null)[]> {
  const list = await screen.findByRole('list', { name: 'Your dashboards' });
  const cards = await within(list).findAllByRole('article');
  return cards.map((card) => card.getAttribute('aria-label'));
}

function address(): string | null {
  return screen.getByTestId('address').textContent;
}

describe('many apps', () => {
  beforeEach(asAlice);

  it('puts the app that is down first, and says so', async () => {
    open([SHOP, CRM, WIKI]);
    expect(await cardNames()).toEqual(['crm', 'shop', 'wiki']);
    const card = screen.getByRole('article', { name: 'crm' });
    expect(within(card).getByText('Down')).toBeVisible();
  });

  it('sorts by what is asked, with what is not known at the end', async () => {
    const user = open([CRM, WIKI, SHOP]);
    await cardNames();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Sort' }), 'Slowest p95');
    expect(await cardNames()).toEqual(['crm', 'shop', 'wiki']);
    expect(address()).toBe('/?sort=p95');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Sort' }), 'Most visits');
    expect((await cardNames()).at(-1)).toBe('crm');
  });

  it('searches from the first key on, and keeps it in the address', async () => {
    const user = open([SHOP, CRM, WIKI]);
    await cardNames();
    await user.keyboard('/wi');
    expect(await cardNames()).toEqual(['wiki']);
    expect(address()).toBe('/?q=wi');
    await user.keyboard('zzz');
    expect(await screen.findByText(/^No app fits/)).toBeVisible();
  });

  it('shows only what needs a look', async () => {
    const user = open([SHOP, CRM, WIKI]);
    await user.click(await screen.findByRole('radio', { name: 'Need a look 1' }));
    expect(await cardNames()).toEqual(['crm']);
  });

  it('shows rows when asked, and remembers it', async () => {
    const user = open([SHOP, CRM]);
    await user.click(await screen.findByRole('radio', { name: 'Rows' }));
    const table = await screen.findByRole('table', { name: 'Your dashboards' });
    const rows = within(table).getAllByRole('row').slice(1);
    expect(rows[1]).toHaveTextContent(/shop.*Up to date.*184.203.*48 ms.*300 ms/);
    expect(localStorage.getItem('pydash-overview')).toBe('rows');
  });

  it('has rows by itself where cards would be too many', async () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      makeDashboard({ id: String(index), name: `app-${index}` }),
    );
    open(many);
    const table = await screen.findByRole('table', { name: 'Your dashboards' });
    expect(await within(table).findByRole('link', { name: 'app-29' })).toBeVisible();
  });

  it('tells slower from faster by sign and words', async () => {
    open([SHOP]);
    const card = within(await screen.findByRole('article', { name: 'shop' }));
    expect(card.getByText('300 ms')).toHaveTextContent('▲ +14');
    expect(card.getByText('48 ms')).toHaveTextContent('▲ +2');
  });

  it('leads from a refused code to where another is entered', async () => {
    const error = 'The app refused this security code.';
    open([makeDashboard({ id: 'd', state: 'failing', error_code: 'wrong_token', error })]);
    const link = await screen.findByRole('link', { name: 'Enter new code' });
    expect(link).toHaveAttribute('href', '/dashboards/d/settings');
  });
});
