import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ALICE, makeDashboard } from '@/testing/fixtures';
import { renderApp } from '@/testing/render-app';
import { answer, asAlice, refuse, server } from '@/testing/server';

import { paceOf } from './api';

const URL_OF_APP = 'http://127.0.0.1:5001/dashboard';
const NOTHING_THERE = 'Nothing answers at 127.0.0.1.';
const KEY = 'pydash-new-app';

const notYet = { fits: false, code: 'unreachable', message: NOTHING_THERE, blames: 'url' };
const there = { fits: true, code: null, message: null, blames: null, fmd_version: '5.1.0' };

beforeEach(() => {
  asAlice();
  answer('get', '/dashboards', []);
  refuse('post', '/dashboards/register', 400, {
    code: 'unreachable',
    message: NOTHING_THERE,
    fields: { url: NOTHING_THERE },
  });
  answer('post', '/dashboards/try', { ...notYet, fmd_version: null });
});

afterEach(() => vi.restoreAllMocks());

async function openDialog() {
  const user = renderApp('/');
  await user.click(
    (await screen.findAllByRole('button', { name: 'Add dashboard' }))[0] as Element,
  );
  return { user, dialog: within(await screen.findByRole('dialog')) };
}

type Opened = Awaited<ReturnType<typeof openDialog>>;

async function pastedToken(dialog: Opened['dialog']) {
  const lines = await dialog.findByRole('group', { name: 'Paste this where the app is made' });
  return /security_token = "([\w-]+)"/.exec(lines.textContent)?.[1];
}

/** At once, in place of what is there. */
async function paste({ user, dialog }: Opened, label: string | RegExp, text: string) {
  await user.tripleClick(dialog.getByLabelText(label));
  await user.paste(text);
}

async function addByLines() {
  const opened = await openDialog();
  const { user, dialog } = opened;
  await paste(opened, /^Address/, URL_OF_APP);
  await paste(opened, 'Name', 'shop');
  await user.click(dialog.getByRole('button', { name: 'Add dashboard' }));
  return opened;
}

/** From now on the app is there; what is registered is kept. */
function startApp(): unknown[] {
  const registered: unknown[] = [];
  server.use(
    http.post('/api/dashboards/register', async ({ request }) => {
      registered.push(await request.json());
      answer('get', '/dashboards', [makeDashboard({ id: 'b', name: 'shop' })]);
      answer('get', '/dashboards/b', makeDashboard({ id: 'b', visits_last_7_days: 12 }));
      return HttpResponse.json({ message: 'ok', id: 'b' });
    }),
  );
  answer('post', '/dashboards/try', there);
  return registered;
}

describe('what the dialog has one type and paste', () => {
  it('installs the wheel of this very PyDash, by its sum', async () => {
    const { dialog } = await openDialog();
    const command = await dialog.findByText(/^pip install/);
    expect(command).toHaveTextContent(
      `pip install ${window.location.origin}/downloads/fmd_export-0.1.0-py3-none-any.whl#sha256=`,
    );
  });

  it('sets a token of 32 random bytes before FMD is bound', async () => {
    const { dialog } = await openDialog();
    const token = (await pastedToken(dialog)) ?? '';
    expect(atob(token.replaceAll('-', '+').replaceAll('_', '/'))).toHaveLength(32);
    const lines = dialog.getByRole('group', { name: /^Paste this/ }).textContent;
    const places = ['security_token', 'dashboard.bind(app)', 'fmd_export.bind(app)'];
    const found = places.map((piece) => lines.indexOf(piece));
    expect(found).toEqual(found.toSorted((one, other) => one - other));
    expect(found[0]).toBeGreaterThan(0);
  });

  it('says so where this PyDash has no wheel', async () => {
    answer('get', '/downloads', []);
    const { dialog } = await openDialog();
    expect(await dialog.findByText(/make setup/)).toBeVisible();
    expect(dialog.queryByText(/^pip install/)).not.toBeInTheDocument();
  });
});

describe('waiting for an app', () => {
  it('says what was seen last, and turns green by itself', async () => {
    const { dialog } = await addByLines();
    expect(await dialog.findByText(NOTHING_THERE)).toBeVisible();
    expect(dialog.getByText(/goes on looking/)).toBeVisible();
    const token = await pastedToken(dialog);
    const registered = startApp();
    expect(await screen.findByText('shop answers, and is added.')).toBeVisible();
    expect(registered).toEqual([{ url: URL_OF_APP, name: 'shop', token }]);
    expect(await screen.findByText('Visits read so far: 12.')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Open its dashboard' })).toHaveAttribute(
      'href',
      '/dashboards/b',
    );
  });

  it('goes on with the same token when its page was left', async () => {
    const { dialog } = await addByLines();
    const token = await pastedToken(dialog);
    await dialog.findByText(/goes on looking/);
    expect(JSON.parse(localStorage.getItem(KEY) ?? '')).toMatchObject({ token, isAwaited: true });
    cleanup();
    const registered = startApp();
    renderApp('/');
    expect(await screen.findByText('shop answers, and is added.')).toBeVisible();
    expect(registered).toEqual([{ url: URL_OF_APP, name: 'shop', token }]);
    expect(localStorage.getItem(KEY)).not.toContain(token);
  });

  it('goes on while its dialog is closed', async () => {
    const { user, dialog } = await addByLines();
    await dialog.findByText(/goes on looking/);
    await user.click(dialog.getAllByRole('button', { name: 'Close' })[0] as Element);
    expect(await screen.findByText(/PyDash is waiting for http/)).toBeVisible();
    startApp();
    expect(await screen.findByText('shop answers, and is added.')).toBeVisible();
  });

  it('ends when the address is changed', async () => {
    const { user, dialog } = await addByLines();
    await dialog.findByText(/goes on looking/);
    await user.type(dialog.getByLabelText(/^Address/), '2');
    expect(dialog.queryByText(/goes on looking/)).not.toBeInTheDocument();
  });

  it('does not begin where it would be in vain', async () => {
    const message = 'The address lies in a private network.';
    refuse('post', '/dashboards/register', 400, {
      code: 'address_refused',
      message,
      fields: { url: message },
    });
    const { dialog } = await addByLines();
    expect(await dialog.findByText(message)).toBeVisible();
    expect(dialog.queryByText(/goes on looking/)).not.toBeInTheDocument();
  });

  it('keeps no code of somebody’s own in the browser', async () => {
    const opened = await openDialog();
    const { user, dialog } = opened;
    await paste(opened, /^Address/, URL_OF_APP);
    await paste(opened, 'Name', 'shop');
    await paste(opened, 'Security code', 'a code of my own');
    await user.click(dialog.getByRole('button', { name: 'Add dashboard' }));
    await dialog.findByText(/goes on looking/);
    expect(localStorage.getItem(KEY)).not.toContain('a code of my own');
    expect(localStorage.getItem(KEY)).toContain('"isAwaited":false');
  });

  it('sends the headers that a login wants, and keeps none in the browser', async () => {
    const tried: unknown[] = [];
    server.use(
      http.post('/api/dashboards/try', async ({ request }) => {
        tried.push(await request.json());
        return HttpResponse.json(notYet);
      }),
    );
    const opened = await openDialog();
    const { user, dialog } = opened;
    await paste(opened, /^Address/, URL_OF_APP);
    await user.click(dialog.getByText('The app stands behind a login?'));
    await paste(opened, 'Request headers', 'Authorization: Basic YTpi');
    await user.click(dialog.getByRole('button', { name: 'Add dashboard' }));
    await waitFor(() => expect(tried).toHaveLength(1), { timeout: 15_000 });
    expect(tried).toMatchObject([{ headers: [{ name: 'Authorization', value: 'Basic YTpi' }] }]);
    expect(localStorage.getItem(KEY)).not.toContain('YTpi');
    expect(localStorage.getItem(KEY)).toContain('"isAwaited":false');
  });

  it('needs no storage', async () => {
    const broken = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const { dialog } = await addByLines();
    const token = await pastedToken(dialog);
    await dialog.findByText(/goes on looking/);
    expect(await pastedToken(dialog)).toBe(token);
    const registered = startApp();
    expect(await screen.findByText('shop answers, and is added.')).toBeVisible();
    expect(registered).toEqual([{ url: URL_OF_APP, name: 'shop', token }]);
    expect(broken).toHaveBeenCalled();
  });

  it('ends where another tab has added the app', async () => {
    const { dialog } = await addByLines();
    await dialog.findByText(/goes on looking/);
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '') as object;
    localStorage.setItem(KEY, JSON.stringify({ ...kept, token: 'of the next app' }));
    expect(await screen.findByText('The app was added in another tab.')).toBeVisible();
  });

  it('takes nothing of another account over', async () => {
    const kept = {
      url: URL_OF_APP,
      name: 'theirs',
      token: 'of somebody else',
      isAwaited: true,
      accountId: `not ${ALICE.id}`,
      keptAtMs: Date.now(),
    };
    localStorage.setItem(KEY, JSON.stringify(kept));
    const { dialog } = await openDialog();
    expect(await pastedToken(dialog)).not.toBe('of somebody else');
    expect(dialog.getByLabelText(/^Address/)).toHaveValue('');
    await waitFor(() => expect(localStorage.getItem(KEY)).not.toContain('theirs'));
  });
});

it('looks less and less often, and never as often as is refused', () => {
  const hourMs = 3_600_000;
  let looks = 0;
  for (let atMs = 0; atMs < hourMs; atMs += paceOf(looks)) looks += 1;
  expect(looks).toBeLessThan(300);
  expect(paceOf(0)).toBe(3_000);
  expect(paceOf(10_000)).toBe(60_000);
});
