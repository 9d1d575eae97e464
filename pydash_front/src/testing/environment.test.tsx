/** The whole application in browsers that report something wrong, or nothing. */
import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { noteServerTime } from '@/lib/clock';

import { ALICE, makeDashboard } from './fixtures';
import { makeBox, serveMeasurements } from './measurements';
import { openDashboard } from './open-dashboard';
import { renderApp } from './render-app';
import { answer, asAlice, asStranger, server } from './server';

const HOUR_MS = 3_600_000;

beforeEach(() => {
  asAlice();
  answer('get', '/dashboards', [makeDashboard()]);
});

afterEach(() => {
  vi.restoreAllMocks();
  noteServerTime(new Date(Date.now()).toUTCString());
});

function reportZone(timeZone: unknown) {
  const real = new Intl.DateTimeFormat().resolvedOptions();
  vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions').mockImplementation(
    () => ({ ...real, timeZone }) as Intl.ResolvedDateTimeFormatOptions,
  );
}

describe('the zone', () => {
  it.each(['Etc/Unknown', 'Mars/Base', '', undefined])('%j is UTC, with a hint', async (zone) => {
    reportZone(zone);
    serveMeasurements();
    openDashboard();
    expect(await screen.findByText(/reports no time zone/)).toBeVisible();
    expect(await screen.findByRole('button', { name: /zone UTC$/i })).toBeVisible();
  });

  it('is the browser\u2019s where that is one', async () => {
    serveMeasurements();
    openDashboard();
    expect(await screen.findByRole('button', { name: /Europe\/Amsterdam$/ })).toBeVisible();
    expect(screen.queryByText(/reports no time zone/)).not.toBeInTheDocument();
  });
});

describe('the clock', () => {
  it.each([
    [30, 'fast'],
    [-30, 'slow'],
  ])('%d h off, the server\u2019s counts', async (hours, word) => {
    const serverNow = new Date(Date.now() - hours * HOUR_MS);
    const dashboard = makeDashboard({ complete_until: serverNow.toISOString() });
    server.use(
      http.get('/api/dashboards', () =>
        HttpResponse.json([dashboard], { headers: { Date: serverNow.toUTCString() } }),
      ),
    );
    renderApp('/');
    expect(await screen.findByText(new RegExp(`clock is 30 h ${word}`))).toBeVisible();
    const card = await screen.findByRole('article', { name: dashboard.name });
    expect(card).not.toHaveTextContent(/out of date|data until/i);
  });
});

describe('the memory', () => {
  it('is done without where reading it throws', async () => {
    vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    renderApp('/');
    expect(await screen.findByRole('heading', { name: 'Dashboards' })).toBeVisible();
    expect(await screen.findByRole('article', { name: 'shop-api' })).toBeVisible();
  });
});

describe('names out of data', () => {
  const VERSIONS = ['abc123', '482913', 'def456'];
  const boxes = { abc123: makeBox(20, 10), '482913': makeBox(30, 10), def456: makeBox(40, 10) };

  it('keep the order first seen where they look like numbers', async () => {
    serveMeasurements({ versions: boxes });
    openDashboard({ versions: VERSIONS, first_call_at: '2018-04-01T00:00:00Z', endpoints: [] });
    const card = await screen.findByRole('group', { name: 'Execution time per version' });
    await waitFor(() => expect(within(card).getByText('482913')).toBeVisible());
    const text = card.textContent;
    const places = VERSIONS.map((version) => text.indexOf(version));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });
});

describe('a gateway in front', () => {
  it('that answers with its login page is named', async () => {
    server.use(
      http.get('/api/dashboards', () => HttpResponse.html('<form>Sign in to ACME</form>')),
    );
    renderApp('/');
    expect(await screen.findByText(/sign-in in front of PyDash has ended/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Load the page again' })).toBeVisible();
  });

  it('that redirects to another site is named', async () => {
    server.use(http.get('/api/dashboards', () => HttpResponse.error()));
    vi.spyOn(window, 'fetch').mockResolvedValue({ type: 'opaqueredirect' } as Response);
    renderApp('/');
    expect(await screen.findByText(/sign-in in front of PyDash has ended/)).toBeVisible();
  });

  it('that refuses with a page of its own does not end the session', async () => {
    server.use(
      http.get('/api/dashboards', () => HttpResponse.html('<h1>401</h1>', { status: 401 })),
    );
    renderApp('/');
    expect(await screen.findByText(/sign-in in front of PyDash has ended/)).toBeVisible();
    expect(screen.queryByLabelText('Password')).not.toBeInTheDocument();
  });

  it('whose PyDash is away says just that', async () => {
    server.use(
      http.get('/api/dashboards', () => HttpResponse.html('<h1>502</h1>', { status: 502 })),
    );
    renderApp('/');
    expect(await screen.findByText(/proxy answers, but PyDash doesn't/)).toBeVisible();
  });
});

it('a login that the browser forgets says where it would last', async () => {
  asStranger();
  server.use(
    http.post('/api/login', () =>
      HttpResponse.json({ message: 'ok', user: { id: ALICE.id, username: 'alice' } }),
    ),
  );
  const user = renderApp('/login');
  await user.type(await screen.findByLabelText('Username'), 'alice');
  await user.type(screen.getByLabelText('Password'), 'correct horse');
  await user.click(screen.getByRole('button', { name: 'Log in' }));
  expect(await screen.findByRole('alert')).toHaveTextContent(/only lasts over https. Open https:/);
});

it('the code of an app is no password for a browser to fill in', async () => {
  const user = renderApp('/');
  await user.click(await screen.findByRole('button', { name: /Add dashboard/ }));
  const field = await screen.findByLabelText(/Security code|Security token/);
  expect(field).toHaveAttribute('type', 'text');
  expect(field).toHaveAttribute('autocomplete', 'off');
  expect(field.className).toMatch(/masked/);
});
