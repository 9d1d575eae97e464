import { useState } from 'react';
import { useSearchParams } from 'react-router';

import { useNow } from '@/hooks/use-now';
import type { Dashboard } from '@/lib/api-types';
import { recall, remember } from '@/lib/browser-memory';

import { found, inOrder, isSort, needsALook, type Sort } from './order';

export type Look = 'cards' | 'rows';

const LOOK_KEY = 'pydash-overview';
/** More cards are no overview any more. */
const MOST_CARDS = 24;

function isLook(value: string | null): value is Look {
  return value === 'cards' || value === 'rows';
}

/** Cards or rows: by their number, until somebody has chosen. */
export function useLook(count: number): [Look, (look: Look) => void] {
  const [chosen, setChosen] = useState(() => {
    const kept = recall(LOOK_KEY);
    return isLook(kept) ? kept : null;
  });
  const choose = (look: Look) => {
    remember(LOOK_KEY, look);
    setChosen(look);
  };
  return [chosen ?? (count > MOST_CARDS ? 'rows' : 'cards'), choose];
}

/** What is searched, filtered and sorted by, kept in the address. */
export function useShown(dashboards: readonly Dashboard[]) {
  const [search, setSearch] = useSearchParams();
  const now = useNow();
  const typed = search.get('q') ?? '';
  const isNeedOnly = search.get('show') === 'need';
  const asked = search.get('sort');
  const sort: Sort = isSort(asked) ? asked : 'need';
  const change = (name: string, value: string) =>
    setSearch(
      (last) => {
        const next = new URLSearchParams(last);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const needing = dashboards.filter((dashboard) => needsALook(dashboard, now));
  return {
    shown: inOrder(found(isNeedOnly ? needing : dashboards, typed), sort, now),
    needCount: needing.length,
    typed,
    isNeedOnly,
    sort,
    type: (value: string) => change('q', value),
    showNeedOnly: (isOnly: boolean) => change('show', isOnly ? 'need' : ''),
    sortBy: (by: Sort) => change('sort', by === 'need' ? '' : by),
  };
}

export type Shown = ReturnType<typeof useShown>;
