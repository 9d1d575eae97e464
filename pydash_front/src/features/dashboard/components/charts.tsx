import Box from '@mui/material/Box';
import { useMemo, useState, type ComponentType } from 'react';

import { BarChart } from '@/components/charts/bar-chart';
import { ChartCard } from '@/components/charts/chart-card';
import { LineChart } from '@/components/charts/line-chart';
import type { PlottedProps } from '@/components/charts/plotted';
import type { Cursor } from '@/components/charts/slice-cursor';
import type { Dashboard, Statistic, StatisticSeries } from '@/lib/api-types';
import { formatCount, formatDate, formatDuration } from '@/lib/format';
import { texts } from '@/lib/texts';

import { useSeries } from '../api';
import { isWithoutVisits, toChartSeries } from '../chart-series';
import { shownDays, type View } from '../use-view';
import { NoVisits } from './no-visits';

interface ChartsProps {
  dashboard: Dashboard;
  view: View;
}

/** The three charts, over the same slices and with one cursor for all. */
export function Charts({ dashboard, view }: ChartsProps) {
  const { timeslice, window } = view;
  const [index, move] = useState<number | null>(null);
  const visits = useSeries(dashboard, 'total_visits', timeslice, window);
  const unique = useSeries(dashboard, 'unique_visitors', timeslice, window);
  const average = useSeries(dashboard, 'average_execution_time', timeslice, window);
  const shared = { dashboard, view, visits: visits.data?.values, cursor: { index, move } };
  return (
    <Box sx={GRID}>
      <Box sx={{ gridColumn: '1 / -1', minWidth: 0 }}>
        <StatisticCard {...shared} statistic="total_visits" query={visits} Chart={BarChart} />
      </Box>
      <StatisticCard {...shared} statistic="unique_visitors" query={unique} Chart={BarChart} />
      <StatisticCard
        {...shared}
        statistic="average_execution_time"
        query={average}
        Chart={LineChart}
      />
    </Box>
  );
}

const GRID = {
  display: 'grid',
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' },
  gap: { xs: 3, sm: 4 },
} as const;

const FORMATS: Record<Statistic, (value: number) => string> = {
  total_visits: formatCount,
  unique_visitors: formatCount,
  average_execution_time: formatDuration,
};

interface StatisticCardProps extends ChartsProps {
  statistic: Statistic;
  query: ReturnType<typeof useSeries>;
  visits: StatisticSeries | undefined;
  cursor: Cursor;
  Chart: ComponentType<PlottedProps>;
}

function StatisticCard(props: StatisticCardProps) {
  const { dashboard, view, statistic, query, visits, cursor, Chart } = props;
  const { data, error, refetch, isPlaceholderData } = query;
  const completeUntil = dashboard.complete_until;
  const series = useMemo(() => {
    if (!data) return undefined;
    const until = completeUntil ? new Date(completeUntil) : null;
    return toChartSeries(data, { visits, completeUntil: until, now: view.now });
  }, [data, visits, completeUntil, view.now]);
  return (
    <ChartCard
      title={texts.statistics[statistic]}
      label={labelOf(statistic, view)}
      Chart={Chart}
      series={series}
      error={error}
      onRetry={() => void refetch()}
      isRefetching={isPlaceholderData}
      format={FORMATS[statistic]}
      cursor={cursor}
      empty={visits && isWithoutVisits(visits) ? <NoVisits view={view} /> : null}
    />
  );
}

function labelOf(statistic: Statistic, view: View): string {
  const { from, until } = shownDays(view);
  const last = formatDate(until, view.now);
  const { span: spanOf, until: untilOf } = texts.dashboard;
  const span = from ? spanOf(formatDate(from, view.now), last) : untilOf(last);
  return texts.chart.label(texts.statistics[statistic], texts.timeslices[view.timeslice], span);
}
