import Box from '@mui/material/Box';
import { useMemo } from 'react';

import { Change } from '@/components/change';
import { BoxMark } from '@/components/charts/box-plot';
import { boxAxis } from '@/components/charts/five-numbers';
import { ChartCard } from '@/components/charts/chart-card';
import { Table } from '@/components/charts/table';
import { fiveNumbers, p95Of } from '@/components/measures/boxes';
import { stateOf } from '@/components/measures/card-state';
import type { BoxesByName, BoxSummary } from '@/lib/api-types';
import { inOrderOf } from '@/lib/by-name';
import { formatCount, formatDuration } from '@/lib/format';
import { useVersionBoxes, versionsOf } from '@/lib/measurements';
import { texts } from '@/lib/texts';
import { visible } from '@/lib/visible';

import type { EndpointProps } from './endpoint-view';

const words = texts.endpoint;

/** Each version beside the one before it, the newest first. */
export function VersionsCard({ dashboard, view, name }: EndpointProps) {
  const query = useVersionBoxes(dashboard, view.selection, name);
  const { data } = query;
  const order = versionsOf(dashboard);
  const versions = useMemo(
    () => data && order && newestFirst(inOrderOf(data, order)),
    [data, order],
  );
  return (
    <ChartCard
      title={words.versions}
      extra={
        <Box component="span" sx={{ typography: 'caption', color: 'text.hint' }}>
          {words.versionsCaption}
        </Box>
      }
      data={versions}
      chart={(shown) => <Versions versions={shown} />}
      empty={
        versions?.length === 0 ? (
          <Box sx={{ color: 'text.secondary', pb: 2 }}>{texts.boxes.none}</Box>
        ) : null
      }
      {...stateOf([query])}
    />
  );
}

interface Version {
  name: string;
  box: BoxSummary;
  before: BoxSummary | null;
}

function newestFirst(boxes: BoxesByName): Version[] {
  const called = [...boxes].filter(([, box]) => box.total_visits > 0);
  return called
    .map(([name, box], index) => ({ name, box, before: called[index - 1]?.[1] ?? null }))
    .reverse();
}

const WIDE = { display: { xs: 'none', sm: 'table-cell' } } as const;

function Versions({ versions }: { versions: readonly Version[] }) {
  const axis = boxAxis(versions.map(({ box }) => fiveNumbers(box)));
  return (
    // Scrolls, and so has to be in reach of the keyboard.
    <Box
      tabIndex={0}
      role="group"
      aria-label={words.versions}
      sx={{ overflow: 'auto', maxHeight: 420, mx: { xs: -3.5, sm: -5 } }}
    >
      <Table aria-label={words.versions}>
        <thead>
          <tr>
            <th scope="col">{texts.boxes.version}</th>
            <th scope="col">{texts.endpoints.visits}</th>
            <Box component="th" scope="col" className="left" sx={WIDE}>
              {texts.chart.executionTime}
            </Box>
            <th scope="col">{texts.endpoints.median}</th>
            <th scope="col">{texts.endpoints.p95}</th>
            <th scope="col">{words.against}</th>
          </tr>
        </thead>
        <tbody>
          {versions.map(({ name, box, before }, index) => (
            <tr key={name}>
              <Box component="th" scope="row" sx={{ fontWeight: '600 !important' }}>
                {visible(name)}
              </Box>
              <td>{formatCount(box.total_visits)}</td>
              <Box component="td" className="left" sx={{ ...WIDE, width: '40%', minWidth: 180 }}>
                <BoxMark box={fiveNumbers(box)} axis={axis} isHighlighted={index === 0} />
              </Box>
              <td>{formatDuration(box.median_execution_time)}</td>
              <td>{formatDuration(p95Of(box))}</td>
              <td>
                <Change
                  now={box.median_execution_time}
                  before={before?.median_execution_time ?? null}
                  more="bad"
                />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Box>
  );
}
