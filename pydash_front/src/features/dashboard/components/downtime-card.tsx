import Box from '@mui/material/Box';
import { useMemo } from 'react';

import { ChartCard } from '@/components/charts/chart-card';
import { DataTable } from '@/components/charts/data-table';
import { DowntimeStrip } from '@/components/charts/downtime-strip';
import { LegendEntry } from '@/components/charts/legend';
import { stateOf } from '@/components/measures/card-state';
import { spanWords } from '@/components/view/span-words';
import type { View } from '@/components/view/use-view';
import type { Dashboard } from '@/lib/api-types';
import { formatShare } from '@/lib/format';
import { useDowntime } from '@/lib/measurements';
import { texts } from '@/lib/texts';

import {
  downtimeWindow,
  outagesOf,
  uptimeRatio,
  watchedDays,
  type Outage,
} from '../downtime-days';

const words = texts.downtime;
const MAX_OUTAGES = 50;
const HEIGHT_PX = 160;

interface DowntimeCardProps {
  dashboard: Dashboard;
  view: View;
}

/** When the app did not answer, and why. */
export function DowntimeCard({ dashboard, view }: DowntimeCardProps) {
  const { zone, now } = view;
  const query = useDowntime(dashboard, { window: downtimeWindow(view), zone });
  const { data } = query;
  const shown = useMemo(
    () =>
      data && {
        days: watchedDays(data.answer, data.window, data.zone, now),
        outages: outagesOf(data.answer, data.zone, now),
        ratio: uptimeRatio(data.answer),
      },
    [data, now],
  );
  const isNeverWatched = shown?.ratio === null;
  return (
    <ChartCard
      title={words.title}
      heightPx={HEIGHT_PX}
      extra={shown && <Uptime ratio={shown.ratio} />}
      data={shown}
      chart={({ days, outages }) => (
        <>
          <DowntimeStrip days={days} label={words.label(spanWords(view))} />
          <Legend />
          <Outages outages={outages} />
        </>
      )}
      empty={isNeverWatched ? <NeverWatched dashboard={dashboard} /> : null}
      {...stateOf([query])}
    />
  );
}

function Uptime({ ratio }: { ratio: number | null }) {
  if (ratio === null) return null;
  return (
    <Box component="span" sx={{ typography: 'body2', fontWeight: 600 }}>
      {words.uptime(formatShare(ratio))}
    </Box>
  );
}

function Legend() {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 4, rowGap: 1 }}>
      <LegendEntry color="tone.up" shape="square">
        {words.up}
      </LegendEntry>
      <LegendEntry color="error.main" shape="square">
        {words.down}
      </LegendEntry>
      <LegendEntry color="tone.hatch" shape="hatch">
        {words.unknown}
      </LegendEntry>
    </Box>
  );
}

function Outages({ outages }: { outages: readonly Outage[] }) {
  if (outages.length === 0) {
    return <Box sx={{ typography: 'body2', color: 'text.secondary', py: 2 }}>{words.none}</Box>;
  }
  const rows = outages
    .slice(0, MAX_OUTAGES)
    .map(({ key, start, cause, lasted }) => ({ key, cells: [start, cause, lasted] }));
  return (
    <>
      <DataTable
        label={words.title}
        columns={[words.when, words.cause, words.howLong]}
        rows={rows}
      />
      {outages.length > MAX_OUTAGES && (
        <Box sx={{ typography: 'caption', color: 'text.hint' }}>
          {words.more(outages.length - MAX_OUTAGES)}
        </Box>
      )}
    </>
  );
}

function NeverWatched({ dashboard }: { dashboard: Dashboard }) {
  return (
    <Box sx={{ typography: 'body2', color: 'text.secondary', pb: 2 }}>
      {dashboard.monitor_downtime ? words.neverWatched : words.notWatched}
    </Box>
  );
}
