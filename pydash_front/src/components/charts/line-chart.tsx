import { Line, type LineCustomSvgLayer, type LineLayerId, type LineSeries } from '@nivo/line';
import { memo } from 'react';

import { formatDuration } from '@/lib/format';

import { chartTheme } from './chart-theme';
import type { ChartPoint } from './chart-point';
import { GapLayer } from './gap-layer';
import { middleOf, PLOT_HEIGHT_PX, PLOT_MARGIN, usePlot, type LayerSize } from './plot';
import { Plotted, type PlottedProps } from './plotted';

/** From here on a thick line would be a smear. */
const MANY_POINTS = 400;

const LAYERS: readonly (LineLayerId | LineCustomSvgLayer<LineSeries>)[] = [
  'grid',
  GapLayer,
  'axes',
  'lines',
  DotsLayer,
];

/** Nivo writes a broken path where there is no value at all. */
const LAYERS_WITHOUT_LINE = LAYERS.filter((layer) => layer !== 'lines');

/** Times per slice; the line breaks where there is nothing to tell. */
export const LineChart = memo(function LineChart(props: PlottedProps) {
  const { points } = props.series;
  const hasValues = points.some(({ value }) => value !== null);
  return (
    <Plotted {...props}>
      {({ width, mode, tokens, xTicks, yTicks, top }) => (
        <Line
          width={width}
          height={PLOT_HEIGHT_PX}
          margin={PLOT_MARGIN}
          data={[{ id: 'value', data: points.map(({ value }, x) => ({ x, y: value })) }]}
          xScale={{ type: 'linear', min: -0.5, max: points.length - 0.5, nice: false }}
          yScale={{ type: 'linear', min: 0, max: top, nice: false }}
          colors={[tokens.series]}
          lineWidth={points.length > MANY_POINTS ? 1 : 2}
          enablePoints={false}
          enableGridX={false}
          layers={hasValues ? LAYERS : LAYERS_WITHOUT_LINE}
          theme={chartTheme(mode)}
          gridYValues={yTicks}
          axisLeft={{ tickSize: 0, tickPadding: 8, tickValues: yTicks, format: axisDuration }}
          axisBottom={{
            tickSize: 0,
            tickPadding: 10,
            tickValues: xTicks.map(({ index }) => index),
            format: (x: number) => xTicks.find(({ index }) => index === x)?.label ?? '',
          }}
          animate={false}
          isInteractive={false}
        />
      )}
    </Plotted>
  );
});

/** Without the zeros that say nothing: `5 ms`, `2.5 ms`, `1 s`. */
function axisDuration(durationMs: number): string {
  return formatDuration(durationMs)
    .replace(/(\.\d*?)0+(?=\s)/, '$1')
    .replace(/\.(?=\s)/, '');
}

/** The last point, and those with no neighbour to be joined to, which no line would show. */
function isDotted(points: readonly ChartPoint[], index: number): boolean {
  const isKnown = (at: number) => typeof points[at]?.value === 'number';
  if (!isKnown(index)) return false;
  const isLast = !points.slice(index + 1).some(({ value }) => value !== null);
  return isLast || (!isKnown(index - 1) && !isKnown(index + 1));
}

function DotsLayer({ innerWidth, innerHeight }: LayerSize) {
  const { points, top, tokens } = usePlot();
  return (
    <g fill={tokens.series}>
      {points.map(({ key, value }, index) =>
        value !== null && isDotted(points, index) ? (
          <circle
            key={key}
            cx={middleOf(index, points.length, innerWidth)}
            cy={innerHeight * (1 - value / top)}
            r={3}
          />
        ) : null,
      )}
    </g>
  );
}
