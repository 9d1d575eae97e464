import { readFileSync } from 'node:fs';
import path from 'node:path';

import { screen, waitFor, within } from '@testing-library/react';
import { delay, http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';

import type { Flaw, FlawPage } from '@/lib/api-types';
import { serveMeasurements } from '@/testing/measurements';
import { openDashboard } from '@/testing/open-dashboard';
import { server } from '@/testing/server';

import { isListed, totalsOf } from './flaws';

const CUT = 'The text has more than 1,024 characters, and is cut.';
const UNREADABLE = 'The value can’t be what this column holds.';
const OTHER = 'The column has too many different texts; the call counts under a common name.';

const NO_TIME: Flaw = {
  place: 'row 4711',
  column: 'time',
  reason: 'unreadable',
  is_call_kept: false,
  message: UNREADABLE,
};
const LONG_GROUP: Flaw = {
  place: 'row 12',
  column: 'group_by',
  reason: 'cut',
  is_call_kept: true,
  message: CUT,
};
const COUNTS: FlawPage['counts'] = [
  { column: 'endpoint', reason: 'cut', count: 2, message: CUT },
  { column: 'group_by', reason: 'cut', count: 1, message: CUT },
  { column: 'time', reason: 'unreadable', count: 1, message: UNREADABLE },
];
const LOST = { code: 'rows_left_out', message: 'Of the app’s rows 1 can’t be read.' };

/** By cursor, the pages that the server has; the first has none. */
function serveFlaws(pages: ReadonlyMap<string | null, FlawPage>): (string | null)[] {
  const asked: (string | null)[] = [];
  server.use(
    http.get('/api/dashboards/:id/flaws', ({ request }) => {
      const cursor = new URL(request.url).searchParams.get('cursor');
      asked.push(cursor);
      const page = pages.get(cursor);
      return page ? HttpResponse.json(page) : HttpResponse.error();
    }),
  );
  return asked;
}

function page(flaws: Flaw[], next: string | null = null, counts = COUNTS): FlawPage {
  return { flaws, counts, next_cursor: next };
}

async function openList() {
  const user = openDashboard({ warnings: [LOST] });
  await user.click(await screen.findByRole('button', { name: 'List of flaws' }));
  const dialog = await screen.findByRole('dialog', { name: 'Flaws in the rows of shop-api' });
  return { user, list: within(dialog) };
}

type List = Awaited<ReturnType<typeof openList>>['list'];

async function rowsOf(list: List) {
  const section = within(await list.findByRole('region', { name: 'Row by row' }));
  return section.getAllByRole('listitem').map((item) => item.textContent);
}

beforeEach(() => {
  serveMeasurements();
});

describe('the list of flaws', () => {
  it('names each row, its column, why, and what became of the call', async () => {
    serveFlaws(new Map([[null, page([NO_TIME, LONG_GROUP])]]));
    const { list } = await openList();
    expect(await rowsOf(list)).toEqual([
      `row 4711 · time${UNREADABLE} The row became no call.`,
      `row 12 · group_by${CUT} The call is stored.`,
    ]);
  });

  it('has the totals of each reason, with its columns', async () => {
    serveFlaws(new Map([[null, page([NO_TIME])]]));
    const { list } = await openList();
    const totals = within(await list.findByRole('region', { name: 'In all, by reason' }));
    expect(totals.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      `3 · ${CUT}endpoint: 2, group_by: 1`,
      `1 · ${UNREADABLE}time: 1`,
    ]);
  });

  it('calls the column of a row that is none the whole row', async () => {
    const flaw: Flaw = { ...NO_TIME, column: 'row', reason: 'not_a_row', message: 'No row.' };
    serveFlaws(new Map([[null, page([flaw])]]));
    const { list } = await openList();
    expect(await rowsOf(list)).toEqual([
      'row 4711 · the whole rowNo row. The row became no call.',
    ]);
  });

  it('goes on page by page, and ends with the last', async () => {
    const asked = serveFlaws(
      new Map([
        [null, page([NO_TIME], '41')],
        ['41', page([LONG_GROUP, LONG_GROUP])],
      ]),
    );
    const { user, list } = await openList();
    expect(await rowsOf(list)).toHaveLength(1);
    await user.click(list.getByRole('button', { name: 'Show more' }));
    await waitFor(async () => expect(await rowsOf(list)).toHaveLength(3));
    expect(list.queryByRole('button', { name: 'Show more' })).not.toBeInTheDocument();
    expect(asked).toEqual([null, '41']);
  });

  it('keeps what it has where the next page fails, and tries that one again', async () => {
    serveFlaws(new Map([[null, page([NO_TIME], '41')]]));
    const { user, list } = await openList();
    await user.click(await list.findByRole('button', { name: 'Show more' }));
    expect(await list.findByRole('alert')).toHaveTextContent(/can't be reached/);
    expect(await rowsOf(list)).toHaveLength(1);
    const asked = serveFlaws(new Map([['41', page([LONG_GROUP])]]));
    await user.click(list.getByRole('button', { name: 'Try again' }));
    await waitFor(async () => expect(await rowsOf(list)).toHaveLength(2));
    expect(list.queryByRole('alert')).not.toBeInTheDocument();
    expect(asked).toEqual(['41']);
  });

  it('shows the server’s sentence where it fails, and tries again', async () => {
    server.use(
      http.get('/api/dashboards/:id/flaws', () =>
        HttpResponse.json({ code: 'internal', message: 'It broke.' }, { status: 500 }),
      ),
    );
    const { user, list } = await openList();
    expect(await list.findByRole('alert')).toHaveTextContent('It broke.');
    serveFlaws(new Map([[null, page([NO_TIME])]]));
    await user.click(list.getByRole('button', { name: 'Try again' }));
    expect(await rowsOf(list)).toHaveLength(1);
  });

  it('says that it is on its way', async () => {
    server.use(http.get('/api/dashboards/:id/flaws', () => delay('infinite')));
    const { list } = await openList();
    expect(list.getByRole('status', { name: 'Loading' })).toBeInTheDocument();
  });

  it('says that there is none', async () => {
    serveFlaws(new Map([[null, page([], null, [])]]));
    const { list } = await openList();
    expect(await list.findByText('None. Every value was kept as it came.')).toBeVisible();
  });

  it('says why nothing is listed where calls are only counted', async () => {
    const counts = [{ column: 'ip', reason: 'other' as const, count: 1, message: OTHER }];
    serveFlaws(new Map([[null, page([], null, counts)]]));
    const { list } = await openList();
    expect(await list.findByText(/calls under a common name are only counted/)).toBeVisible();
    expect(list.getByRole('region', { name: 'In all, by reason' })).toHaveTextContent(OTHER);
  });

  it('lets no place turn round or hide what stands beside it', async () => {
    const place = 'row "\u202egnp.exe\u200b"';
    serveFlaws(new Map([[null, page([{ ...NO_TIME, place }])]]));
    const { list } = await openList();
    const shown = await list.findByText('row "⟨U+202E⟩gnp.exe⟨U+200B⟩"');
    expect(shown.tagName).toBe('BDI');
  });

  it('closes, and gives the focus back', async () => {
    serveFlaws(new Map([[null, page([NO_TIME])]]));
    const { user, list } = await openList();
    await user.click(list.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(screen.getByRole('button', { name: 'List of flaws' })).toHaveFocus();
  });
});

it('no other warning opens a list', async () => {
  openDashboard({ warnings: [{ code: 'other_endpoints', message: 'Use fewer in the app.' }] });
  expect(await screen.findByText('Use fewer in the app.')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'List of flaws' })).not.toBeInTheDocument();
});

it('each warning about rows that the server names one by one opens the list', () => {
  const source = path.join(
    import.meta.dirname,
    '../../../../pydash_app/dashboard/flaw_warnings.py',
  );
  const found = readFileSync(source, 'utf-8').matchAll(/yield (?:from _describe\()?"(\w+)"/g);
  const codes = [...found].map(([, code = '']) => code);
  expect(codes).toContain('rows_left_out');
  expect(codes).toContain('cut_texts');
  expect(codes.filter((code) => !isListed(code))).toEqual([]);
});

it('totals come in the order of the server', () => {
  const reasons = totalsOf(COUNTS.toReversed()).map(({ reason, count }) => [reason, count]);
  expect(reasons).toEqual([
    ['unreadable', 1],
    ['cut', 3],
  ]);
});
