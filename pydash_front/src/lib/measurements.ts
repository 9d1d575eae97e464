/** What is asked of a dashboard's measurements, and how it is kept. */
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';

import { getJson, type QueryParams } from './api-client';
import type {
  BoxesByName,
  BoxSummary,
  Dashboard,
  DashboardDetail,
  Downtime,
  HeatMapDays,
  Statistic,
  StatisticSeries,
  StatisticSeriesAnswer,
  TimesPerVersionAnd,
  TimesPerVersionAndAnswer,
  Timeslice,
} from './api-types';
import { atBase } from './base-path';
import { byName } from './by-name';

export interface TimeWindow {
  /** `null`: from the first call on. */
  start: Date | null;
  /** Exclusive. */
  end: Date;
}

/** Values of one kind are an "or", different kinds an "and"; none at all lets everything through. */
export interface Filters {
  endpoint: readonly string[];
  version: readonly string[];
  ip: readonly string[];
  group_by: readonly string[];
}

export type FilterKind = keyof Filters;

export const FILTER_KINDS = ['endpoint', 'version', 'ip', 'group_by'] as const;

export const NO_FILTERS: Filters = { endpoint: [], version: [], ip: [], group_by: [] };

/** Which calls count, and whose calendar they are counted by. */
export interface Selection {
  window: TimeWindow;
  zone: string;
  filters: Filters;
}

export interface TimedSeries {
  /** Kept with the values: while newer ones load, the old are still named rightly. */
  timeslice: Timeslice;
  zone: string;
  values: StatisticSeries;
}

/** The same of several statistics. */
export interface SeriesByName<Name extends Statistic> extends Omit<TimedSeries, 'values'> {
  seriesOf: (statistic: Name) => StatisticSeries;
}

export type HeatMapKind = 'visitor_heatmap' | 'unique_visitor_heatmap';

function timeParams({ window, zone }: Omit<Selection, 'filters'>): QueryParams {
  return {
    timezone: zone,
    start_date: window.start?.toISOString(),
    end_date: window.end.toISOString(),
  };
}

export function paramsOf(selection: Selection): QueryParams {
  return { ...timeParams(selection), ...selection.filters };
}

export function dashboardPath({ id }: Pick<Dashboard, 'id'>): string {
  return `/dashboards/${encodeURIComponent(id)}`;
}

function endpointPath(dashboard: Dashboard, endpoint: string): string {
  return `${dashboardPath(dashboard)}/endpoints/${encodeURIComponent(endpoint)}`;
}

/** Asks once; anew as soon as more has been fetched, which makes every figure old. */
function useMeasured<Answer, Kept = Answer>(
  dashboard: Dashboard,
  path: string,
  params: QueryParams,
  { keep, isWanted = true }: { keep?: (answer: Answer) => Kept; isWanted?: boolean } = {},
) {
  const query = queryOptions({
    queryKey: ['measurements', path, params, dashboard.complete_until] as const,
    queryFn: async ({ signal }) => {
      const answer = await getJson<Answer>(path, signal, params);
      return keep ? keep(answer) : (answer as unknown as Kept);
    },
    enabled: isWanted,
  });
  const client = useQueryClient();
  if (isWanted && !client.getQueryState(query.queryKey)) {
    // Asked while the page is being drawn, and not only when it stands; `useQuery` tells how it went.
    client.query(query).catch(() => undefined);
  }
  return useQuery({ ...query, placeholderData: keepPreviousData });
}

const NO_SERIES: StatisticSeries = new Map();

/** Several statistics per slice of the zone's calendar, all in one answer. */
export function useSeries<Name extends Statistic>(
  dashboard: Dashboard,
  statistics: readonly Name[],
  timeslice: Timeslice,
  selection: Selection | null,
) {
  return useMeasured<Record<Name, StatisticSeriesAnswer>, SeriesByName<Name>>(
    dashboard,
    `${dashboardPath(dashboard)}/statistics`,
    {
      statistic: statistics,
      timeslice,
      timeslice_is_static: true,
      ...(selection && paramsOf(selection)),
    },
    {
      keep: (answer) => {
        const series = new Map(statistics.map((name) => [name, byName(answer[name])]));
        const seriesOf = (name: Name) => series.get(name) ?? NO_SERIES;
        return { timeslice, zone: selection?.zone ?? 'UTC', seriesOf };
      },
      isWanted: selection !== null,
    },
  );
}

/** Several statistics over a whole time; `null` where one is not known or does not exist. */
export function useTotals<Name extends Statistic>(
  dashboard: Dashboard,
  statistics: readonly Name[],
  selection: Selection | null,
) {
  return useMeasured<Record<Name, number | null>>(
    dashboard,
    `${dashboardPath(dashboard)}/statistics`,
    { statistic: statistics, ...(selection && paramsOf(selection)) },
    { isWanted: selection !== null },
  );
}

/** A box for each endpoint, those that are switched off too; with the distribution where drawn. */
export function useEndpointBoxes(
  dashboard: Dashboard,
  selection: Selection | null,
  hasDistribution = true,
) {
  return useMeasured<Record<string, BoxSummary>, BoxesByName>(
    dashboard,
    `${dashboardPath(dashboard)}/endpoint_boxplots`,
    {
      include_distribution: hasDistribution,
      include_disabled: true,
      ...(selection && paramsOf(selection)),
    },
    { keep: byName, isWanted: selection !== null },
  );
}

/** The versions in the order first seen; `null` until the whole dashboard is known. */
export function versionsOf(dashboard: Dashboard | DashboardDetail): readonly string[] | null {
  return 'versions' in dashboard ? dashboard.versions : null;
}

/** A box for each version, in no particular order; of one endpoint where it is named. */
export function useVersionBoxes(dashboard: Dashboard, selection: Selection, endpoint?: string) {
  const owner =
    endpoint === undefined ? dashboardPath(dashboard) : endpointPath(dashboard, endpoint);
  return useMeasured<Record<string, BoxSummary>, BoxesByName>(
    dashboard,
    `${owner}/execution_times_per_version`,
    paramsOf(selection),
    { keep: byName },
  );
}

/** The average time and the visits for each version, and in it for each IP or user. */
export function useTimesPerVersionAnd(
  dashboard: Dashboard,
  endpoint: string,
  what: 'ip' | 'group_by',
  selection: Selection,
) {
  return useMeasured<TimesPerVersionAndAnswer, TimesPerVersionAnd>(
    dashboard,
    `${endpointPath(dashboard, endpoint)}/execution_times_per_version_and/${what}`,
    paramsOf(selection),
    {
      keep: (answer) =>
        new Map([...byName(answer)].map(([version, times]) => [version, byName(times)])),
    },
  );
}

/** For each day, the visits or visitors of its 24 hours. */
export function useHeatMap(dashboard: Dashboard, kind: HeatMapKind, selection: Selection) {
  const { zone, window } = selection;
  return useMeasured<HeatMapDays, { zone: string; window: TimeWindow; days: HeatMapDays }>(
    dashboard,
    `${dashboardPath(dashboard)}/${kind}`,
    paramsOf(selection),
    { keep: (days) => ({ zone, window, days }) },
  );
}

/** When the app did not answer. */
export function useDowntime(dashboard: Dashboard, { window, zone }: Omit<Selection, 'filters'>) {
  return useMeasured<Downtime, { zone: string; window: TimeWindow; answer: Downtime }>(
    dashboard,
    `${dashboardPath(dashboard)}/downtime`,
    timeParams({ window, zone }),
    { keep: (answer) => ({ zone, window, answer }) },
  );
}

/** Where the shown calls can be had as a file. */
export function exportAddress(dashboard: Dashboard, selection: Selection): string {
  const search = new URLSearchParams({ format: 'csv' });
  for (const [name, value] of Object.entries(paramsOf(selection))) {
    for (const each of [value].flat()) if (each !== undefined) search.append(name, String(each));
  }
  return atBase(`/api${dashboardPath(dashboard)}/export?${search.toString()}`);
}
