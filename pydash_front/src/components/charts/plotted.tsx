import Box from '@mui/material/Box';
import { useMemo, type ReactNode } from 'react';

import { useMode } from '@/hooks/use-mode';
import { useWidth } from '@/hooks/use-width';
import { TOKENS, type Mode, type Tokens } from '@/lib/tokens';

import type { AxisTick, ChartSeries } from './chart-point';
import { PLOT_HEIGHT_PX, PLOT_MARGIN, PlotContext } from './plot';
import { valueTicks } from './value-scale';

const TICK_PX = 72;

export interface PlottedProps {
  series: ChartSeries;
  /** What the picture shows, for who can't see it. */
  label: string;
}

interface Drawn {
  width: number;
  mode: Mode;
  tokens: Tokens;
  xTicks: AxisTick[];
  yTicks: number[];
  top: number;
}

interface FrameProps extends PlottedProps {
  isWhole?: boolean;
  children: (drawn: Drawn) => ReactNode;
}

/** Measures the room for a chart, chooses its ticks, and hands both to who draws it. */
export function Plotted({ series, label, isWhole = false, children }: FrameProps) {
  const [ref, width] = useWidth();
  const mode = useMode();
  const tokens = TOKENS[mode];
  const { points } = series;
  const innerWidth = width - PLOT_MARGIN.left - PLOT_MARGIN.right;
  const yTicks = useMemo(
    () =>
      valueTicks(
        points.map(({ value }) => value),
        isWhole,
      ),
    [points, isWhole],
  );
  const top = yTicks.at(-1) ?? 1;
  const plot = useMemo(() => ({ points, top, tokens }), [points, top, tokens]);
  const xTicks = series.ticksFor(Math.max(2, Math.floor(innerWidth / TICK_PX)));
  return (
    <Box ref={ref} role="img" aria-label={label} sx={{ height: PLOT_HEIGHT_PX }}>
      {innerWidth > 0 && (
        <PlotContext value={plot}>
          {children({ width, mode, tokens, xTicks, yTicks, top })}
        </PlotContext>
      )}
    </Box>
  );
}
