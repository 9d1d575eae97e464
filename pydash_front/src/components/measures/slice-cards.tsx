import { useMemo, useState, type ReactNode } from 'react';

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
import type { Dashboard, Statistic, StatisticSeries } from '@/lib/api-types';
import { formatCount, formatDuration } from '@/lib/format';
import { useSeries, type SeriesByName } from '@/lib/measurements';
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

const COUNTS = [
  'total_visits',
  'unique_visitors',
  'total_errors',
] as const satisfies readonly Statistic[];
const TIMES = [
  'average_execution_time',
  'median_execution_time',
  'ninetieth_percentile_execution_time',
  'ninety-ninth_percentile_execution_time',
] as const satisfies readonly Statistic[];
const CHARTED = [...COUNTS, ...TIMES] as const;

/** All that the cards of a page draw, in one answer for all of them. */
function useCharted({ dashboard, view }: SliceCardProps) {
  return useSeries(dashboard, CHARTED, view.timeslice, view.selection);
}

/** The charts' data; nothing until the answer is there. The sources must keep their identity. */
function useChart(
  { dashboard, view }: SliceCardProps,
  sources: readonly TrackSource[],
  visits: StatisticSeries | undefined,
): ChartSeries | null {
  const { complete_until: until } = dashboard;
  const { now, firstCallAt } = view;
  return useMemo(() => {
    if (!visits) return null;
    const completeUntil = until ? new Date(until) : null;
    return toChartSeries(sources, { visits, completeUntil, firstCallAt, now });
  }, [sources, visits, until, firstCallAt, now]);
}

function emptyOf(view: View, visits: StatisticSeries | undefined): ReactNode {
  return visits && isWithoutVisits(visits) ? <NoVisits view={view} /> : null;
}

/** One statistic out of an answer, to be drawn. */
function sourceOf<Name extends Statistic>(
  data: SeriesByName<Name> | undefined,
  statistic: Name,
  look: Pick<TrackSource, 'name' | 'tone'>,
): TrackSource[] {
  if (!data) return [];
  const { timeslice, zone } = data;
  return [{ ...look, data: { timeslice, zone, values: data.seriesOf(statistic) } }];
}

interface CountCardProps extends SliceCardProps {
  statistic: (typeof COUNTS)[number];
}

/** Visits, visitors or errors per slice, with those of the time before. */
export function CountCard(props: CountCardProps) {
  const { dashboard, view, cursor, statistic } = props;
  const charted = useCharted(props);
  const earlier = useSeries(dashboard, COUNTS, view.timeslice, view.earlierSlices);
  const title = texts.statistics[statistic];
  const before = texts.view.daysBefore(comparedDays(view) ?? 0);
  const isCompared = view.earlierSlices !== null && dashboard.state !== 'backfilling';
  const now = charted.data;
  const then = isCompared ? earlier.data : undefined;
  const sources = useMemo(
    () => [
      ...sourceOf(now, statistic, { name: title, tone: 'series' }),
      ...sourceOf(then, statistic, { name: before, tone: 'earlier' }),
    ],
    [now, then, statistic, title, before],
  );
  const visits = now?.seriesOf('total_visits');
  const shared = { what: title, label: labelFor(title, view), format: formatCount };
  return (
    <ChartCard
      title={title}
      extra={isCompared && <CountLegend name={title.toLowerCase()} before={before} />}
      data={useChart(props, sources, visits)}
      chart={(series) => <BarChart {...shared} series={series} cursor={cursor} />}
      table={(series) => <SliceTable {...shared} series={series} />}
      empty={emptyOf(view, visits)}
      {...stateOf([charted])}
    />
  );
}

/** Errors per slice, where the app tells its status codes in this time; else nothing. */
export function ErrorsCard(props: SliceCardProps) {
  const errors = useCharted(props).data?.seriesOf('total_errors');
  const isKnown = [...(errors?.values() ?? [])].some((count) => count !== null);
  return isKnown && <CountCard {...props} statistic="total_errors" />;
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

const TRACKS = [
  ['median_execution_time', 'p50'],
  ['average_execution_time', 'average'],
  ['ninetieth_percentile_execution_time', 'p90'],
  ['ninety-ninth_percentile_execution_time', 'p99'],
] as const;

/** Average and percentiles per slice. */
export function TimesCard(props: SliceCardProps) {
  const { view, cursor } = props;
  const [scale, setScale] = useState<ScaleKind>('log');
  const charted = useCharted(props);
  const { data } = charted;
  const visits = data?.seriesOf('total_visits');
  const sources = useMemo(
    () =>
      TRACKS.flatMap(([statistic, tone]) =>
        sourceOf(data, statistic, { name: texts.chart.tracks[tone], tone }),
      ),
    [data],
  );
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
      data={useChart(props, sources, visits)}
      chart={(series) => <LineChart {...shared} series={series} cursor={cursor} scale={scale} />}
      table={(series) => <SliceTable {...shared} series={series} />}
      empty={emptyOf(view, visits)}
      {...stateOf([charted])}
    />
  );
}
