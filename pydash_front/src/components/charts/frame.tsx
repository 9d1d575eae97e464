import { Axes, Grid } from '@nivo/axes';
import { Container, SvgWrapper } from '@nivo/core';
import { createLinearScale } from '@nivo/scales';
import Box from '@mui/material/Box';
import { useMemo, type ReactNode } from 'react';

import { useMode } from '@/hooks/use-mode';
import { useWidth } from '@/hooks/use-width';
import { TOKENS } from '@/lib/tokens';

import type { ChartSeries } from './chart-series';
import { chartTheme } from './chart-theme';
import { GapLayer } from './gap-layer';
import { PLOT_HEIGHT_PX, PLOT_MARGIN, PlotContext, type Plot } from './plot';
import { shareOf, type ValueAxis } from './value-scale';

const TICK_PX = 72;

interface FrameProps {
  series: ChartSeries;
  /** What the picture shows, for who can't see it. */
  label: string;
  axis: ValueAxis;
  formatAxis: (value: number) => string;
  /** Room for words at the lines' ends. */
  marginRight: number;
  /** The layers with the marks. */
  children: ReactNode;
}

function linearScale(min: number, max: number, sizePx: number, side: 'x' | 'y') {
  const range = { all: [min, max], min, max };
  return createLinearScale({ type: 'linear', min, max, nice: false }, range, sizePx, side);
}

/** Axes, grid and gaps over slices of time, in the room there is. */
export function Frame(props: FrameProps) {
  const { label, marginRight } = props;
  const [ref, width] = useWidth();
  const innerWidth = width - PLOT_MARGIN.left - marginRight;
  return (
    <Box ref={ref} role="img" aria-label={label} sx={{ height: PLOT_HEIGHT_PX }}>
      {innerWidth > 0 && <Drawn {...props} width={width} innerWidth={innerWidth} />}
    </Box>
  );
}

interface DrawnProps extends FrameProps {
  width: number;
  innerWidth: number;
}

function Drawn(props: DrawnProps) {
  const { series, axis, formatAxis, marginRight, width, innerWidth, children } = props;
  const mode = useMode();
  const innerHeight = PLOT_HEIGHT_PX - PLOT_MARGIN.top - PLOT_MARGIN.bottom;
  const count = series.slices.length;
  // The values stand on the y scale as shares of its height: Nivo would round a logarithmic one.
  const [xScale, yScale] = useMemo(
    () => [linearScale(-0.5, count - 0.5, innerWidth, 'x'), linearScale(0, 1, innerHeight, 'y')],
    [count, innerWidth, innerHeight],
  );
  const yTicks = axis.ticks.map((tick) => shareOf(tick, axis));
  const plot = useMemo<Plot>(
    () => ({
      series,
      innerWidth,
      innerHeight,
      slicePx: innerWidth / count,
      xOf: (index) => xScale(index),
      yOf: (value) => yScale(shareOf(value, axis)),
      tokens: TOKENS[mode],
    }),
    [series, innerWidth, innerHeight, count, xScale, yScale, axis, mode],
  );
  const ticks = series.ticksFor(Math.max(2, Math.floor(innerWidth / TICK_PX)));
  const size = { width: innerWidth, height: innerHeight };
  return (
    <Container theme={chartTheme(mode)} animate={false} isInteractive={false}>
      <SvgWrapper
        width={width}
        height={PLOT_HEIGHT_PX}
        margin={{ ...PLOT_MARGIN, right: marginRight }}
      >
        <PlotContext value={plot}>
          <Grid {...size} yScale={yScale} yValues={yTicks} />
          <GapLayer />
          <Axes
            {...size}
            xScale={xScale}
            yScale={yScale}
            left={{
              tickSize: 0,
              tickPadding: 8,
              tickValues: yTicks,
              format: (share) => formatAxis(axis.ticks[yTicks.indexOf(Number(share))] ?? 0),
            }}
            bottom={{
              tickSize: 0,
              tickPadding: 10,
              tickValues: ticks.map(({ index }) => index),
              format: (at) => ticks.find(({ index }) => index === at)?.label ?? '',
            }}
          />
          {children}
        </PlotContext>
      </SvgWrapper>
    </Container>
  );
}
