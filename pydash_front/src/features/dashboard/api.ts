import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { getJson } from '@/lib/api-client';
import type { Dashboard, Statistic, StatisticSeries, Timeslice } from '@/lib/api-types';
import { browserZone } from '@/lib/format';

import type { TimeWindow } from './time-window';

export interface TimedSeries {
  /** Kept with the values: while newer ones load, the old are still named rightly. */
  timeslice: Timeslice;
  values: StatisticSeries;
}

function boundsOf({ start, end }: TimeWindow) {
  return { start_date: start?.toISOString(), end_date: end.toISOString() };
}

/** Whatever has newly been fetched makes every figure of it old. */
function keyOf(dashboard: Dashboard, statistic: Statistic, params: object) {
  return ['statistic', dashboard.id, statistic, params, dashboard.complete_until] as const;
}

function pathOf({ id }: Dashboard): string {
  return `/dashboards/${encodeURIComponent(id)}/statistic`;
}

/** A statistic per slice of the browser's calendar. */
export function useSeries(
  dashboard: Dashboard,
  statistic: Statistic,
  timeslice: Timeslice,
  window: TimeWindow,
) {
  const params = {
    statistic,
    timeslice,
    timeslice_is_static: true,
    timezone: browserZone(),
    ...boundsOf(window),
  };
  return useQuery({
    queryKey: keyOf(dashboard, statistic, params),
    queryFn: async ({ signal }): Promise<TimedSeries> => ({
      timeslice,
      values: await getJson<StatisticSeries>(pathOf(dashboard), signal, params),
    }),
    placeholderData: keepPreviousData,
  });
}

/** A statistic over a whole time; `null` where it is not known or does not exist. */
export function useTotal(dashboard: Dashboard, statistic: Statistic, window: TimeWindow) {
  const params = { statistic, timezone: browserZone(), ...boundsOf(window) };
  return useQuery({
    queryKey: keyOf(dashboard, statistic, params),
    queryFn: ({ signal }) => getJson<number | null>(pathOf(dashboard), signal, params),
    placeholderData: keepPreviousData,
  });
}
