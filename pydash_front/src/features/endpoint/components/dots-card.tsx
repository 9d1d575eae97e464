import Box from '@mui/material/Box';
import { useMemo } from 'react';

import { ChartCard } from '@/components/charts/chart-card';
import { DataTable } from '@/components/charts/data-table';
import { DotPlot, type DotRow } from '@/components/charts/dot-plot';
import { stateOf } from '@/components/measures/card-state';
import type { TimesPerVersionAnd } from '@/lib/api-types';
import { inOrderOf } from '@/lib/by-name';
import { formatDuration } from '@/lib/format';
import { useTimesPerVersionAnd, versionsOf } from '@/lib/measurements';
import { texts } from '@/lib/texts';
import { visible } from '@/lib/visible';

import { busiest, dotRows, lastTwo, type ComparedVersions } from '../dot-rows';
import type { EndpointProps } from './endpoint-view';

const words = texts.endpoint;
const HEIGHT_PX = 200;

interface DotsCardProps extends EndpointProps {
  what: 'ip' | 'group_by';
}

/** How long the two newest versions took for those who called most. */
export function DotsCard({ dashboard, view, name, what }: DotsCardProps) {
  const query = useTimesPerVersionAnd(dashboard, name, what, view.selection);
  const title = what === 'ip' ? words.perIp : words.perUser;
  const times = query.data;
  const versions = versionsOf(dashboard);
  const shown = useMemo(
    () => times && versions && readTimes(inOrderOf(times, versions)),
    [times, versions],
  );
  return (
    <ChartCard
      title={title}
      heightPx={HEIGHT_PX}
      extra={shown?.versions && <Legend {...shown.versions} />}
      data={shown}
      chart={({ rows }) => <DotPlot rows={rows} label={title} />}
      table={(data) => (
        <TimesTable what={what === 'ip' ? words.ip : words.user} label={title} {...data} />
      )}
      empty={shown?.names.length === 0 ? <Nobody /> : null}
      {...stateOf([query])}
    />
  );
}

interface ShownTimes {
  times: TimesPerVersionAnd;
  versions: ComparedVersions | null;
  names: readonly string[];
  rows: readonly DotRow[];
}

function readTimes(times: TimesPerVersionAnd): ShownTimes {
  const versions = lastTwo(calledVersions(times));
  const names = busiest(times);
  return { times, versions, names, rows: versions ? dotRows(times, names, versions) : [] };
}

function calledVersions(times: TimesPerVersionAnd): string[] {
  return [...times].flatMap(([version, byName]) => (byName.size > 0 ? [version] : []));
}

function Nobody() {
  return <Box sx={{ color: 'text.secondary', pb: 2 }}>{words.noDots}</Box>;
}

function Legend({ older, newer }: ComparedVersions) {
  const shape = { width: 10, height: 10, flex: 'none' } as const;
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        typography: 'caption',
        color: 'text.secondary',
      }}
    >
      {older !== null && (
        <>
          <Box
            component="i"
            aria-hidden
            sx={{ ...shape, border: '2px solid', borderColor: 'tone.series', borderRadius: '50%' }}
          />
          {visible(older)}
        </>
      )}
      <Box
        component="i"
        aria-hidden
        sx={{ ...shape, bgcolor: 'tone.highlight', transform: 'rotate(45deg) scale(0.8)' }}
      />
      {visible(newer)}
    </Box>
  );
}

interface TimesTableProps extends Pick<ShownTimes, 'times' | 'names'> {
  what: string;
  label: string;
}

function TimesTable({ what, label, times, names }: TimesTableProps) {
  const versions = calledVersions(times);
  const rows = names.map((name) => ({
    key: name,
    cells: [
      name,
      ...versions.map((version) =>
        formatDuration(times.get(version)?.get(name)?.average_execution_time ?? null),
      ),
    ],
  }));
  return <DataTable label={label} columns={[what, ...versions]} rows={rows} />;
}
