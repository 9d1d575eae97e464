import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, onTestFinished } from 'vitest';

import { recheckOnReturn } from '@/app/back-button';
import { createQueryClient } from '@/lib/query-client';
import { sessionQuery } from '@/lib/session';
import { ALICE } from '@/testing/fixtures';
import { renderApp } from '@/testing/render-app';
import { answer, asAlice, asStranger, refuse, server } from '@/testing/server';

const REFUSAL = { code: 'other_account', message: 'Another account is logged in here.' };

/** Answers with no dashboards, and notes for whom the page said it was drawn. */
function listenForAccounts(): (string | null)[] {
  const heard: (string | null)[] = [];
  server.use(
    http.get('/api/dashboards', ({ request }) => {
      heard.push(request.headers.get('X-Pydash-Account'));
      return HttpResponse.json([]);
    }),
  );
  return heard;
}

describe('a page in one of two tabs', () => {
  it('says with each request for whom it was drawn', async () => {
    asAlice();
    const heard = listenForAccounts();
    renderApp('/');
    await waitFor(() => expect(heard).toContain(ALICE.id));
  });

  it('says that another account is logged in, and shows nothing of this one', async () => {
    asAlice();
    refuse('get', '/dashboards', 409, REFUSAL);
    renderApp('/');
    expect(
      await screen.findByRole('heading', { name: 'Another account is logged in' }),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: 'Go on with that account' })).toBeVisible();
    expect(screen.queryByText(ALICE.username)).toBeNull();
  });
});

describe('after logging out', () => {
  it('nothing of the account is left in the browser but light or dark', async () => {
    localStorage.setItem('pydash-theme', 'dark');
    localStorage.setItem('pydash-last-visited', '0c5b8f2e-52a4-4e0b-9d5d-0f6c3a1b2c3d');
    localStorage.setItem('pydash-overview', 'rows');
    asAlice();
    answer('get', '/dashboards', []);
    answer('post', '/logout', { message: 'ok' });
    const user = renderApp('/');
    await user.click(await screen.findByRole('button', { name: /log out/i }));
    expect(await screen.findByRole('heading', { name: 'Log in' })).toBeVisible();
    expect(Object.keys(localStorage)).toEqual(['pydash-theme']);
  });
});

describe('a page that Back brings again', () => {
  async function keepPage() {
    const client = createQueryClient({ retry: false });
    asAlice();
    await client.query(sessionQuery);
    let reloads = 0;
    onTestFinished(recheckOnReturn(client, () => (reloads += 1)));
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    expect(document.documentElement.style.visibility).toBe('hidden');
    return {
      show: () => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
      reloads: () => reloads,
    };
  }

  it('is shown where its account is still logged in', async () => {
    const page = await keepPage();
    page.show();
    await waitFor(() => expect(document.documentElement.style.visibility).toBe(''));
    expect(page.reloads()).toBe(0);
  });

  it('is loaded anew, and hidden until then, where nobody is', async () => {
    const page = await keepPage();
    asStranger();
    page.show();
    await waitFor(() => expect(page.reloads()).toBe(1));
    expect(document.documentElement.style.visibility).toBe('hidden');
  });

  it('is loaded anew where somebody else is', async () => {
    const page = await keepPage();
    refuse('get', '/user', 409, REFUSAL);
    page.show();
    await waitFor(() => expect(page.reloads()).toBe(1));
    expect(document.documentElement.style.visibility).toBe('hidden');
  });
});
