import Box from '@mui/material/Box';
import { memo, useMemo } from 'react';

import { formatAxisDuration, formatCompact } from '@/lib/format';

import { BarMarks, EarlierMarks } from './bar-marks';
import type { ChartSeries } from './chart-series';
import { Frame } from './frame';
import { LineMarks } from './line-marks';
import { PLOT_MARGIN } from './plot';
import type { Cursor } from './cursor';
import { SliceCursor } from './slice-cursor';
import { linearAxis, logAxis, type ScaleKind } from './value-scale';

const NAMES_PX = 34;

interface SliceChartProps {
  series: ChartSeries;
  /** What is drawn, in a word or two. */
  what: string;
  /** What the picture shows, with slices and time, for who can't see it. */
  label: string;
  format: (value: number) => string;
  cursor: Cursor;
}

/** Counts per slice; a second track stands for the time before. */
export function BarChart({ cursor, ...props }: SliceChartProps) {
  return (
    <Box sx={{ position: 'relative', minWidth: 0 }}>
      <Bars {...props} />
      <SliceCursor {...props} cursor={cursor} marginRight={PLOT_MARGIN.right} />
    </Box>
  );
}

/** Times per slice, on an axis that adds up or one that multiplies. */
export function LineChart({ cursor, scale, ...props }: SliceChartProps & { scale: ScaleKind }) {
  return (
    <Box sx={{ position: 'relative', minWidth: 0 }}>
      <Lines {...props} scale={scale} />
      <SliceCursor {...props} cursor={cursor} marginRight={marginOf(props.series)} />
    </Box>
  );
}

type DrawingProps = Omit<SliceChartProps, 'cursor'>;

// Apart from the cursor, so that its moves draw nothing anew.
const Bars = memo(function Bars({ series, label }: DrawingProps) {
  const axis = useMemo(() => linearAxis(valuesOf(series), { isWhole: true }), [series]);
  const [track, earlier] = series.tracks;
  return (
    <Frame
      series={series}
      label={label}
      axis={axis}
      formatAxis={formatCompact}
      marginRight={PLOT_MARGIN.right}
    >
      {track && <BarMarks track={track} />}
      {earlier && <EarlierMarks track={earlier} />}
    </Frame>
  );
});

const Lines = memo(function Lines({ series, label, scale }: DrawingProps & { scale: ScaleKind }) {
  const axis = useMemo(() => {
    const values = valuesOf(series);
    return scale === 'log' ? logAxis(values) : linearAxis(values, { isDuration: true });
  }, [series, scale]);
  return (
    <Frame
      series={series}
      label={label}
      axis={axis}
      formatAxis={formatAxisDuration}
      marginRight={marginOf(series)}
    >
      <LineMarks tracks={series.tracks} />
    </Frame>
  );
});

function valuesOf({ tracks }: ChartSeries): (number | null)[] {
  return tracks.flatMap(({ values }) => values);
}

function marginOf({ tracks }: ChartSeries): number {
  return tracks.length > 1 ? NAMES_PX : PLOT_MARGIN.right;
}
