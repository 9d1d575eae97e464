/** Links out of mails: what opening them does, and what takes a click. */
import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';

import { remember } from '@/lib/browser-memory';
import { renderApp } from '@/testing/render-app';
import { asStranger, server } from '@/testing/server';

let posted: string[];

function count(path: string) {
  server.use(
    http.post(`/api/user/${path}`, () => {
      posted.push(path);
      return HttpResponse.json({ message: 'Done.', undone: 'name' });
    }),
  );
}

beforeEach(() => {
  posted = [];
  asStranger();
  count('verify');
  count('undo');
});

describe('the verification link', () => {
  it('verifies by itself in the browser that has registered', async () => {
    remember('pydash-registered', 'yes');
    renderApp('/verify/abc');
    expect(await screen.findByRole('link', { name: 'Log in' })).toBeVisible();
    expect(posted).toEqual(['verify']);
  });

  it('takes a click in any other, which a mail scanner does not make', async () => {
    const user = renderApp('/verify/abc');
    const button = await screen.findByRole('button', { name: 'Yes, verify my address' });
    expect(posted).toEqual([]);
    await user.click(button);
    expect(await screen.findByRole('link', { name: 'Log in' })).toBeVisible();
    expect(posted).toEqual(['verify']);
  });
});

it('the link that undoes a change takes a click, too', async () => {
  const user = renderApp('/undo/abc');
  const button = await screen.findByRole('button', { name: 'Undo the change' });
  expect(posted).toEqual([]);
  await user.click(button);
  expect(await screen.findByText('Done.')).toBeVisible();
  expect(posted).toEqual(['undo']);
});
