import { useMemo } from 'react';
import { useSearchParams } from 'react-router';

import { useNow } from '@/hooks/use-now';
import type { Dashboard, Timeslice } from '@/lib/api-types';
import type { FilterKind, Selection } from '@/lib/measurements';
import { browserZone, inZone } from '@/lib/zone';

import { readChoices, writeChoices, type Choices } from './address';
import {
  defaultTimeslice,
  earlierWindow,
  timeslicesFor,
  windowOf,
  type Range,
} from './time-window';

export interface View extends Omit<Choices, 'timeslice' | 'zone'> {
  timeslice: Timeslice;
  timeslices: readonly Timeslice[];
  zone: string;
  /** The calls that are shown. */
  selection: Selection;
  /** The same of the time before, as far as it can be compared; `null` where it is not wanted. */
  earlier: Selection | null;
  /** The whole time before, slice by slice. */
  earlierSlices: Selection | null;
  now: Date;
  firstCallAt: Date | null;
  choose: (change: Partial<Choices>) => void;
  toggleFilter: (kind: FilterKind, value: string) => void;
}

/**
 * What the page shows, kept in the address so that it can be sent to somebody else.
 *
 * @param endpoint the only one whose calls the page is about
 */
export function useView(dashboard: Dashboard, endpoint?: string): View {
  const [search, setSearch] = useSearchParams();
  const minute = useNow();
  const { first_call_at: firstCall, complete_until: completeUntil } = dashboard;
  const view = useMemo(() => {
    const choices = readChoices(search);
    const zone = choices.zone ?? browserZone();
    const now = inZone(minute, zone);
    const firstCallAt = firstCall ? inZone(new Date(firstCall), zone) : null;
    const { range } = choices;
    const timeslices = timeslicesFor(range, firstCallAt, now);
    const isFit = choices.timeslice !== null && timeslices.includes(choices.timeslice);
    const byItself = defaultTimeslice(range, firstCallAt, now);
    const timeslice = isFit && choices.timeslice ? choices.timeslice : byItself;
    const filters =
      endpoint === undefined ? choices.filters : { ...choices.filters, endpoint: [endpoint] };
    const window = windowOf(range, timeslice, now);
    const selection = { window, zone, filters };
    const before = choices.isCompared
      ? earlierOf(selection, now, completeUntil, firstCallAt)
      : NO_EARLIER;
    return { ...choices, zone, timeslice, timeslices, selection, ...before, now, firstCallAt };
  }, [search, minute, firstCall, completeUntil, endpoint]);
  const choose = (change: Partial<Choices>) =>
    setSearch((last) => writeChoices({ ...readChoices(last), ...change }), { replace: true });
  const toggleFilter = (kind: FilterKind, value: string) => {
    const chosen = view.filters[kind];
    const others = chosen.filter((each) => each !== value);
    const next = others.length < chosen.length ? others : [...chosen, value];
    choose({ filters: { ...view.filters, [kind]: next } });
  };
  return { ...view, choose, toggleFilter };
}

const NO_EARLIER = { earlier: null, earlierSlices: null };

/** The first day may be cut: nobody starts to measure at midnight. */
const FIRST_DAY_MS = 86_400_000;

function earlierOf(
  selection: Selection,
  now: Date,
  completeUntil: string | null,
  firstCallAt: Date | null,
) {
  const known = completeUntil ? new Date(completeUntil) : undefined;
  const whole = earlierWindow(selection.window, now);
  const comparable = earlierWindow(selection.window, now, known);
  if (!whole || !comparable || !firstCallAt || whole.end <= firstCallAt) return NO_EARLIER;
  const isMeasured = firstCallAt.getTime() < comparable.start.getTime() + FIRST_DAY_MS;
  return {
    earlier: isMeasured ? { ...selection, window: comparable } : null,
    earlierSlices: { ...selection, window: whole },
  };
}

/** `27 Oct` and `23 Nov`: the first and the last day shown. */
export function shownDays({ selection, zone, firstCallAt, now }: View) {
  const { start, end } = selection.window;
  const last = inZone(end.getTime() - 1, zone);
  return { from: start ? inZone(start, zone) : firstCallAt, until: last < now ? last : now };
}

/** The length of the time before, for `28 days before`; `null` where there is none. */
export function comparedDays({ selection, range }: View): number | null {
  const { start, end } = selection.window;
  if (!start || range === 'all') return null;
  return Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
}

export type { Range };
