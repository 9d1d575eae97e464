import { Bar, type BarLayer } from '@nivo/bar';
import { memo } from 'react';

import { formatCompact } from '@/lib/format';

import { chartTheme } from './chart-theme';
import type { ChartPoint } from './chart-point';
import { GapLayer } from './gap-layer';
import { middleOf, PLOT_HEIGHT_PX, PLOT_MARGIN, usePlot, type LayerSize } from './plot';
import { Plotted, type PlottedProps } from './plotted';

const MAX_BAR_PX = 34;
const BAR_SHARE = 0.66;
const LAYERS: BarLayer<Datum>[] = ['grid', GapLayer, BarsLayer, 'axes'];

// An interface would lack the index signature that Nivo asks for.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
type Datum = { key: string; value: number };

/** Counts per slice. */
export const BarChart = memo(function BarChart(props: PlottedProps) {
  const { points } = props.series;
  return (
    <Plotted {...props} isWhole>
      {({ width, mode, xTicks, yTicks, top }) => (
        <Bar
          width={width}
          height={PLOT_HEIGHT_PX}
          margin={PLOT_MARGIN}
          data={points.map(({ key, value }) => ({ key, value: value ?? 0 }))}
          indexBy="key"
          keys={['value']}
          padding={0}
          valueScale={{ type: 'linear', min: 0, max: top, nice: false }}
          indexScale={{ type: 'band', round: false }}
          layers={LAYERS}
          theme={chartTheme(mode)}
          gridYValues={yTicks}
          axisLeft={{ tickSize: 0, tickPadding: 8, tickValues: yTicks, format: formatCompact }}
          axisBottom={{
            tickSize: 0,
            tickPadding: 10,
            tickValues: xTicks.map(({ index }) => points[index]?.key ?? ''),
            format: (key: string) =>
              xTicks.find(({ index }) => points[index]?.key === key)?.label ?? '',
          }}
          animate={false}
          isInteractive={false}
        />
      )}
    </Plotted>
  );
});

/** All bars as two shapes: hundreds of elements would make a page slow. */
function BarsLayer({ innerWidth, innerHeight }: LayerSize) {
  const { points, top, tokens } = usePlot();
  const barPx = Math.min(MAX_BAR_PX, (innerWidth / points.length) * BAR_SHARE);
  const pathOf = (isWanted: (point: ChartPoint) => boolean) =>
    points
      .map((point, index) => {
        if (!point.value || !isWanted(point)) return '';
        const left = middleOf(index, points.length, innerWidth) - barPx / 2;
        return barPath(left, barPx, (point.value / top) * innerHeight, innerHeight);
      })
      .join('');
  return (
    <g fill={tokens.series}>
      <path d={pathOf((point) => !point.isRunning)} />
      <path d={pathOf((point) => point.isRunning)} opacity={0.4} />
    </g>
  );
}

/** A bar with its upper corners rounded. */
function barPath(left: number, width: number, height: number, bottom: number): string {
  const radius = Math.min(2, width / 2, height);
  const shoulder = height - radius;
  return [
    `M${left.toFixed(2)} ${bottom}`,
    `v${(-shoulder).toFixed(2)}`,
    `q0 ${-radius} ${radius} ${-radius}`,
    `h${(width - 2 * radius).toFixed(2)}`,
    `q${radius} 0 ${radius} ${radius}`,
    `v${shoulder.toFixed(2)}z`,
  ].join('');
}
