import { useSearchParams } from 'react-router';

import { useNow } from '@/hooks/use-now';
import type { Dashboard, Timeslice } from '@/lib/api-types';

import {
  DEFAULT_RANGE,
  defaultTimeslice,
  isRange,
  isTimeslice,
  timeslicesFor,
  windowOf,
  type Range,
  type TimeWindow,
} from './time-window';

export interface View {
  range: Range;
  timeslice: Timeslice;
  timeslices: readonly Timeslice[];
  window: TimeWindow;
  now: Date;
  firstCallAt: Date | null;
  chooseRange: (range: Range) => void;
  chooseTimeslice: (timeslice: Timeslice) => void;
}

/** What the page shows, kept in the address so that it can be sent to somebody else. */
export function useView(dashboard: Dashboard): View {
  const [search, setSearch] = useSearchParams();
  const now = useNow();
  const firstCallAt = dashboard.first_call_at ? new Date(dashboard.first_call_at) : null;
  const askedRange = search.get('range');
  const range = isRange(askedRange) ? askedRange : DEFAULT_RANGE;
  const timeslices = timeslicesFor(range, firstCallAt, now);
  const asked = search.get('per');
  const isFit = isTimeslice(asked) && timeslices.includes(asked);
  const timeslice = isFit ? asked : defaultTimeslice(range, firstCallAt, now);
  return {
    range,
    timeslice,
    timeslices,
    window: windowOf(range, timeslice, now),
    now,
    firstCallAt,
    chooseRange: (chosen) => setSearch({ range: chosen }, { replace: true }),
    chooseTimeslice: (chosen) => setSearch({ range, per: chosen }, { replace: true }),
  };
}

/** `27 Oct` and `23 Nov`: the first and the last day shown. */
export function shownDays({ window, firstCallAt, now }: View): { from: Date | null; until: Date } {
  return { from: window.start ?? firstCallAt, until: now };
}
