import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { Skeleton } from '@/components/feedback/skeleton';
import { Typography } from '@/components/typography';
import { useState, type ReactNode } from 'react';

import { Card } from '@/components/card';
import { Delayed } from '@/components/feedback/delayed';
import { ErrorNote } from '@/components/feedback/error-note';
import { RefetchBar } from '@/components/feedback/refetch-bar';
import { BarsIcon, TableIcon } from '@/components/icons';
import { texts } from '@/lib/texts';

import { PLOT_HEIGHT_PX } from './plot';

/** Of one request, or of several that a card needs. */
export interface CardState {
  error: Error | null;
  retry: () => void;
  isRefetching: boolean;
}

interface ChartCardProps<Data> extends CardState {
  title: string;
  /** Beside the title: a legend, a choice. */
  extra?: ReactNode;
  /** What is drawn; nothing until the first answer has come. */
  data: Data | null | undefined;
  chart: (data: Data) => ReactNode;
  /** The same figures in words, a click away. */
  table?: (data: Data) => ReactNode;
  /** In place of a chart that would show nothing. */
  empty?: ReactNode;
  heightPx?: number;
}

/** A chart in its four states. */
export function ChartCard<Data>(props: ChartCardProps<Data>) {
  const { title, extra, data, table, empty, error, retry, isRefetching } = props;
  const [isTable, setTable] = useState(false);
  const hasTable = Boolean(data && table && !empty);
  return (
    <Card aria-label={title}>
      <RefetchBar isActive={isRefetching} />
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 3,
          px: { xs: 3.5, sm: 5 },
          pt: 2,
          minHeight: 48,
        }}
      >
        <Typography variant="h2" sx={{ flex: 1, minWidth: 'fit-content' }}>
          {title}
        </Typography>
        {extra}
        {hasTable && <TableToggle isTable={isTable} onToggle={setTable} />}
      </Box>
      <Box
        sx={{
          px: { xs: 3.5, sm: 5 },
          pb: 3,
          display: 'grid',
          gridTemplateColumns: 'minmax(0, 1fr)',
          gap: 2,
        }}
      >
        {error && <ErrorNote error={error} onRetry={retry} />}
        {data ? (
          <Body {...props} data={data} isTable={isTable} />
        ) : (
          !error && <Waiting heightPx={props.heightPx} />
        )}
      </Box>
    </Card>
  );
}

function Waiting({ heightPx = PLOT_HEIGHT_PX }: { heightPx: number | undefined }) {
  return (
    <Delayed>
      <Skeleton height={heightPx} />
    </Delayed>
  );
}

interface BodyProps<Data> extends ChartCardProps<Data> {
  data: Data;
  isTable: boolean;
}

function Body<Data>({ data, chart, table, empty, isTable }: BodyProps<Data>) {
  if (empty) return empty;
  return isTable && table ? table(data) : chart(data);
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
