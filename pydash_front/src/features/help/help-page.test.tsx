import { screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';

import { renderApp } from '@/testing/render-app';
import { answer, asAlice } from '@/testing/server';

beforeEach(() => {
  asAlice();
  answer('get', '/dashboards', []);
});

it('gives a curl line for this very server', async () => {
  renderApp('/help');
  expect(await screen.findByRole('group', { name: 'Ask by script' })).toHaveTextContent(
    `curl -H "Authorization: Bearer $PYDASH_TOKEN" ${window.location.origin}/api/dashboards`,
  );
});

it('copies code with one click', async () => {
  const user = renderApp('/help');
  await user.click(await screen.findByRole('button', { name: 'Copy: Have an app measured' }));
  expect(await screen.findByText('Copied')).toBeVisible();
  expect(await navigator.clipboard.readText()).toContain('fmd_export.bind(app)');
});
