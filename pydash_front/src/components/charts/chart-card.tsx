import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useState, type ComponentType, type ReactNode } from 'react';

import { Card } from '@/components/card';
import { Delayed } from '@/components/feedback/delayed';
import { ErrorNote } from '@/components/feedback/error-note';
import { RefetchBar } from '@/components/feedback/refetch-bar';
import { BarsIcon, TableIcon } from '@/components/icons';
import { texts } from '@/lib/texts';

import type { ChartPoint, ChartSeries } from './chart-point';
import { PLOT_HEIGHT_PX } from './plot';
import type { PlottedProps } from './plotted';
import { SliceCursor, type Cursor } from './slice-cursor';
import { SliceTable } from './slice-table';

interface ChartCardProps {
  title: string;
  /** Title, slices and time in one sentence. */
  label: string;
  Chart: ComponentType<PlottedProps>;
  /** `undefined` until the first answer has come. */
  series: ChartSeries | undefined;
  error: Error | null;
  onRetry: () => void;
  isRefetching: boolean;
  format: (value: number) => string;
  cursor: Cursor;
  /** In place of a chart that would show nothing. */
  empty: ReactNode;
}

function wordsWith(format: (value: number) => string) {
  return ({ value, isGap, isRunning }: ChartPoint): string => {
    if (isGap) return texts.chart.unknown;
    if (value === null) return texts.chart.noCall;
    return isRunning ? `${format(value)} ${texts.chart.running}` : format(value);
  };
}

/** A chart in its four states, with the same figures as a table a click away. */
export function ChartCard(props: ChartCardProps) {
  const { title, series, error, isRefetching, empty } = props;
  const [isTable, setTable] = useState(false);
  return (
    <Card aria-label={title}>
      <RefetchBar isActive={isRefetching} />
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          px: { xs: 3.5, sm: 5 },
          pt: 2,
          minHeight: 48,
        }}
      >
        <Typography variant="h2" sx={{ flex: 1 }}>
          {title}
        </Typography>
        {series && !empty && <TableToggle isTable={isTable} onToggle={setTable} />}
      </Box>
      <Box sx={{ px: { xs: 3.5, sm: 5 }, pb: 3, display: 'grid', gap: 2 }}>
        {error && <ErrorNote error={error} onRetry={props.onRetry} />}
        {series && (empty ?? <Drawing {...props} series={series} isTable={isTable} />)}
        {!series && !error && (
          <Delayed>
            <Skeleton height={PLOT_HEIGHT_PX} />
          </Delayed>
        )}
      </Box>
    </Card>
  );
}

interface DrawingProps extends ChartCardProps {
  series: ChartSeries;
  isTable: boolean;
}

function Drawing({ title, label, Chart, series, format, cursor, isTable }: DrawingProps) {
  const wordsFor = wordsWith(format);
  const { points } = series;
  if (isTable)
    return <SliceTable what={title} label={label} points={points} wordsFor={wordsFor} />;
  return (
    <Box sx={{ position: 'relative', minWidth: 0 }}>
      <Chart series={series} label={label} />
      <SliceCursor what={title} points={points} cursor={cursor} wordsFor={wordsFor} />
    </Box>
  );
}

interface TableToggleProps {
  isTable: boolean;
  onToggle: (isTable: boolean) => void;
}

function TableToggle({ isTable, onToggle }: TableToggleProps) {
  const name = isTable ? texts.chart.showChart : texts.chart.showTable;
  return (
    <IconButton title={name} aria-label={name} onClick={() => onToggle(!isTable)} sx={{ mr: -2 }}>
      {isTable ? <BarsIcon /> : <TableIcon />}
    </IconButton>
  );
}
