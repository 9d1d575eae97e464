import { useMemo, useState } from 'react';

import { ChartCard } from '@/components/charts/chart-card';
import { DataTable } from '@/components/charts/data-table';
import { HeatMap, HOURS } from '@/components/charts/heat-map';
import { highestOf, type HeatDay } from '@/components/charts/heat-map-canvas';
import { HeatScale } from '@/components/charts/heat-scale';
import { Segmented } from '@/components/segmented';
import { spanWords } from '@/components/view/span-words';
import type { View } from '@/components/view/use-view';
import type { Dashboard } from '@/lib/api-types';
import { formatCompact, formatCount } from '@/lib/format';
import { useHeatMap, type HeatMapKind } from '@/lib/measurements';
import { texts } from '@/lib/texts';

import { stateOf } from './card-state';
import { heatDays, heatWindow } from './heat-days';

const SKELETON_PX = 300;

const KINDS = (['visitor_heatmap', 'unique_visitor_heatmap'] as const).map((value) => ({
  value,
  label: texts.heat.kinds[value],
  name: texts.heat.kinds[value],
}));

interface HeatCardProps {
  dashboard: Dashboard;
  view: View;
}

/** Visits or visitors by day and hour. */
export function HeatCard({ dashboard, view }: HeatCardProps) {
  const [kind, setKind] = useState<HeatMapKind>('visitor_heatmap');
  const selection = { ...view.selection, window: heatWindow(view) };
  const query = useHeatMap(dashboard, kind, selection);
  const { data } = query;
  const { now } = view;
  const days = useMemo(() => (data ? heatDays(data, now) : null), [data, now]);
  const label = texts.heat.label(texts.heat.kinds[kind], spanWords(view));
  return (
    <ChartCard
      title={texts.heat.title}
      heightPx={SKELETON_PX}
      extra={
        <>
          <Segmented
            label={texts.heat.kind}
            value={kind}
            options={KINDS}
            onChoose={setKind}
            isSmall
          />
          {days && <HeatScale highest={formatCompact(highestOf(days))} />}
        </>
      }
      data={days}
      chart={(shown) => (
        <HeatMap days={shown} what={texts.heat.title} label={label} format={formatCount} />
      )}
      table={(shown) => <HeatTable days={shown} label={label} />}
      {...stateOf([query])}
    />
  );
}

const HOUR_NAMES = Array.from({ length: HOURS }, (_, hour) => String(hour).padStart(2, '0'));

function HeatTable({ days, label }: { days: readonly HeatDay[]; label: string }) {
  const rows = days.map(({ key, name, cells }) => ({
    key,
    cells: [
      name,
      ...cells.map((cell) => (cell === undefined ? '' : cell === null ? '?' : formatCount(cell))),
    ],
  }));
  return (
    <DataTable
      label={label}
      columns={[texts.chart.when, ...HOUR_NAMES]}
      rows={rows}
      maxHeightPx={SKELETON_PX}
    />
  );
}
