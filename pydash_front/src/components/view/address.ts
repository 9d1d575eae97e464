/** What a page shows, written into its address and read from it. */
import type { Timeslice } from '@/lib/api-types';
import { FILTER_KINDS, NO_FILTERS, type FilterKind, type Filters } from '@/lib/measurements';
import { isZone } from '@/lib/zone';

import { DEFAULT_PRESET, isDay, isPreset, isTimeslice, type Range } from './time-window';

export interface Choices {
  range: Range;
  /** `null`: whatever fits the range. */
  timeslice: Timeslice | null;
  /** `null`: the browser's. */
  zone: string | null;
  filters: Filters;
  /** Whether the time before is shown too. */
  isCompared: boolean;
}

const FILTER_PARAMS: Record<FilterKind, string> = {
  endpoint: 'endpoint',
  version: 'version',
  ip: 'ip',
  group_by: 'group',
};

function readRange(search: URLSearchParams): Range {
  const [from, to] = [search.get('from'), search.get('to')];
  if (isDay(from) && isDay(to) && from <= to) return { from, to };
  const preset = search.get('range');
  return isPreset(preset) ? preset : DEFAULT_PRESET;
}

/** Whatever can't be read is as if it were not there. */
export function readChoices(search: URLSearchParams): Choices {
  const filters = { ...NO_FILTERS };
  for (const kind of FILTER_KINDS) {
    filters[kind] = [...new Set(search.getAll(FILTER_PARAMS[kind]))];
  }
  const [per, zone] = [search.get('per'), search.get('tz')];
  return {
    range: readRange(search),
    timeslice: isTimeslice(per) ? per : null,
    zone: isZone(zone) ? zone : null,
    filters,
    isCompared: search.get('against') !== 'nothing',
  };
}

export function writeChoices({ range, timeslice, zone, filters, isCompared }: Choices) {
  const search = new URLSearchParams();
  const put = (name: string, value: string | null) => {
    if (value !== null) search.append(name, value);
  };
  if (typeof range === 'string') put('range', range);
  else {
    put('from', range.from);
    put('to', range.to);
  }
  put('per', timeslice);
  put('tz', zone);
  if (!isCompared) put('against', 'nothing');
  for (const kind of FILTER_KINDS) {
    for (const value of filters[kind]) put(FILTER_PARAMS[kind], value);
  }
  return search;
}
