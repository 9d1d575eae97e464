import { http, HttpResponse } from 'msw';

import type { BoxSummary, Downtime, StatisticSeriesAnswer } from '@/lib/api-types';

import { server } from './server';

/** A box around a median, each number a plain multiple of it. */
export function makeBox(median: number, visits: number): BoxSummary {
  return {
    average_execution_time: median * 1.2,
    fastest_measured_execution_time: median / 10,
    fifth_percentile_execution_time: median / 4,
    fastest_quartile_execution_time: median / 2,
    median_execution_time: median,
    slowest_quartile_execution_time: median * 2,
    ninetieth_percentile_execution_time: median * 3,
    'ninety-fifth_percentile_execution_time': median * 4,
    'ninety-ninth_percentile_execution_time': median * 6,
    slowest_measured_execution_time: median * 10,
    total_visits: visits,
    distribution: { edges: [1, 10, 100, 1000], counts: [1, visits, 2] },
  };
}

const NO_DOWNTIME: Downtime = {
  downtime_intervals: {},
  downtime_percentage: null,
  total_downtimes: {},
  watched_seconds: {},
};

export interface Measured {
  visits: StatisticSeriesAnswer;
  times: StatisticSeriesAnswer;
  /** Of an app that tells no status codes, nothing is known. */
  errors: StatisticSeriesAnswer;
  boxes: Record<string, BoxSummary>;
  versions: Record<string, BoxSummary>;
  heat: (number | null)[][];
  downtime: Downtime;
}

const MEASURED: Measured = {
  visits: { '2018-04-23': 4000, '2018-04-24': null, '2018-04-25': 1000 },
  times: { '2018-04-23': 48.2, '2018-04-24': null, '2018-04-25': 6.21 },
  errors: { '2018-04-23': null, '2018-04-24': null, '2018-04-25': null },
  boxes: { 'shop.home': makeBox(20, 4000), 'cart/pay': makeBox(200, 1000) },
  versions: { '1.3.0': makeBox(20, 3000), '1.4.0': makeBox(40, 2000) },
  heat: [Array.from({ length: 24 }, (_, hour) => hour)],
  downtime: NO_DOWNTIME,
};

export interface Asked {
  path: string;
  params: URLSearchParams;
}

function errorRate({ visits, errors }: Measured): number | null {
  const known = Object.keys(errors).filter((day) => errors[day] !== null);
  const sum = (series: StatisticSeriesAnswer) =>
    known.reduce((total, day) => total + (series[day] ?? 0), 0);
  return known.length ? sum(errors) / sum(visits) : null;
}

function valueOf(name: string, params: URLSearchParams, measured: Measured) {
  const isTime = name.endsWith('execution_time');
  if (!params.has('timeslice')) {
    if (name === 'error_rate') return errorRate(measured);
    return isTime ? 40.1 : 5000;
  }
  const { visits, times, errors } = measured;
  const counts = name === 'total_errors' ? errors : visits;
  const byDay = isTime ? times : counts;
  return params.get('timeslice') === 'day' ? byDay : {};
}

/**
 * Answers every question about measurements, a series by the day only.
 *
 * @returns what was asked, in order
 */
export function serveMeasurements(overrides: Partial<Measured> = {}): Asked[] {
  const measured = { ...MEASURED, ...overrides };
  const asked: Asked[] = [];
  const serve = (path: string, answerOf: (params: URLSearchParams) => object | number | null) =>
    http.get(`/api/dashboards/:id/${path}`, ({ request }) => {
      const { pathname, searchParams } = new URL(request.url);
      asked.push({ path: pathname, params: searchParams });
      return HttpResponse.json(answerOf(searchParams));
    });
  server.use(
    serve('statistics', (params) =>
      Object.fromEntries(
        params.getAll('statistic').map((name) => [name, valueOf(name, params, measured)]),
      ),
    ),
    serve('endpoint_boxplots', () => measured.boxes),
    serve('execution_times_per_version', () => measured.versions),
    serve('endpoints/:name/execution_times_per_version', () => measured.versions),
    serve('endpoints/:name/execution_times_per_version_and/:what', () => ({
      '1.3.0': { ada: { average_execution_time: 20, total_visits: 10 } },
      '1.4.0': { ada: { average_execution_time: 40, total_visits: 5 } },
    })),
    serve('visitor_heatmap', () => measured.heat),
    serve('unique_visitor_heatmap', () => measured.heat),
    serve('downtime', () => measured.downtime),
  );
  return asked;
}
