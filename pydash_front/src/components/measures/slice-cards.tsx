import { useState, type ReactNode } from 'react';

import type { ChartSeries } from '@/components/charts/chart-series';
import type { Cursor } from '@/components/charts/cursor';
import { ChartCard } from '@/components/charts/chart-card';
import { SliceTable } from '@/components/charts/data-table';
import { LegendEntry } from '@/components/charts/legend';
import { BarChart, LineChart } from '@/components/charts/slice-chart';
import type { ScaleKind } from '@/components/charts/value-scale';
import { Segmented } from '@/components/segmented';
import { labelFor } from '@/components/view/span-words';
import { comparedDays, type View } from '@/components/view/use-view';
import type { Dashboard, Statistic } from '@/lib/api-types';
import { formatCount, formatDuration } from '@/lib/format';
import { useSeries } from '@/lib/measurements';
import { texts } from '@/lib/texts';

import { stateOf } from './card-state';
import { isWithoutVisits, toChartSeries, type TrackSource } from './chart-series';
import { NoVisits } from './no-visits';

export interface SliceCardProps {
  dashboard: Dashboard;
  view: View;
  /** One for all cards of a page. */
  cursor: Cursor;
}

type SeriesQuery = ReturnType<typeof useSeries>;

/** The charts' data, from the answers that are there. */
function chartOf(
  { dashboard, view }: SliceCardProps,
  sources: readonly (TrackSource | null)[],
  visits: SeriesQuery['data'],
): ChartSeries | null {
  const known = sources.filter((source) => source !== null);
  if (known.length === 0) return null;
  const { complete_until: until } = dashboard;
  const completeUntil = until ? new Date(until) : null;
  const { now, firstCallAt } = view;
  return toChartSeries(known, { visits: visits?.values, completeUntil, firstCallAt, now });
}

function emptyOf(view: View, visits: SeriesQuery['data']): ReactNode {
  return visits && isWithoutVisits(visits.values) ? <NoVisits view={view} /> : null;
}

function sourceOf(
  query: ReturnType<typeof useSeries>,
  name: string,
  tone: TrackSource['tone'],
): TrackSource | null {
  return query.data ? { name, tone, data: query.data } : null;
}

interface CountCardProps extends SliceCardProps {
  statistic: Statistic & ('total_visits' | 'unique_visitors');
}

/** Visits or visitors per slice, with those of the time before. */
export function CountCard(props: CountCardProps) {
  const { dashboard, view, cursor, statistic } = props;
  const counts = useSeries(dashboard, statistic, view.timeslice, view.selection);
  const earlier = useSeries(dashboard, statistic, view.timeslice, view.earlierSlices);
  const title = texts.statistics[statistic];
  const before = texts.view.daysBefore(comparedDays(view) ?? 0);
  const isCompared = view.earlierSlices !== null && dashboard.state !== 'backfilling';
  const sources = [sourceOf(counts, title, 'series')];
  if (isCompared && counts.data) sources.push(sourceOf(earlier, before, 'earlier'));
  const shared = { what: title, label: labelFor(title, view), format: formatCount };
  return (
    <ChartCard
      title={title}
      extra={isCompared && <CountLegend name={title.toLowerCase()} before={before} />}
      data={chartOf(props, sources, counts.data)}
      chart={(series) => <BarChart {...shared} series={series} cursor={cursor} />}
      table={(series) => <SliceTable {...shared} series={series} />}
      empty={emptyOf(view, counts.data)}
      {...stateOf([counts])}
    />
  );
}

function CountLegend({ name, before }: { name: string; before: string }): ReactNode {
  return (
    <>
      <LegendEntry color="tone.series" shape="square">
        {name}
      </LegendEntry>
      <LegendEntry color="tone.earlier" shape="line">
        {before}
      </LegendEntry>
    </>
  );
}

const SCALES = (['linear', 'log'] as const).map((value) => ({
  value,
  label: texts.chart.scales[value],
  name: texts.chart.scaleNames[value],
}));

/** Average and percentiles per slice. */
export function TimesCard(props: SliceCardProps) {
  const { dashboard, view, cursor } = props;
  const { timeslice, selection } = view;
  const [scale, setScale] = useState<ScaleKind>('log');
  const visits = useSeries(dashboard, 'total_visits', timeslice, selection);
  const average = useSeries(dashboard, 'average_execution_time', timeslice, selection);
  const median = useSeries(dashboard, 'median_execution_time', timeslice, selection);
  const p90 = useSeries(dashboard, 'ninetieth_percentile_execution_time', timeslice, selection);
  const p99 = useSeries(dashboard, 'ninety-ninth_percentile_execution_time', timeslice, selection);
  const names = texts.chart.tracks;
  const sources = [
    sourceOf(median, names.p50, 'p50'),
    sourceOf(average, names.average, 'average'),
    sourceOf(p90, names.p90, 'p90'),
    sourceOf(p99, names.p99, 'p99'),
  ];
  // All at once: lines that come one by one would make the axis jump.
  const isWhole = sources.every((source) => source !== null);
  const title = texts.chart.executionTime;
  const shared = { what: title, label: labelFor(title, view), format: formatDuration };
  return (
    <ChartCard
      title={title}
      extra={
        <Segmented
          label={texts.chart.scale}
          value={scale}
          options={SCALES}
          onChoose={setScale}
          isSmall
        />
      }
      data={chartOf(props, isWhole ? sources : [], visits.data)}
      chart={(series) => <LineChart {...shared} series={series} cursor={cursor} scale={scale} />}
      table={(series) => <SliceTable {...shared} series={series} />}
      empty={emptyOf(view, visits.data)}
      {...stateOf([median, average, p90, p99])}
    />
  );
}
