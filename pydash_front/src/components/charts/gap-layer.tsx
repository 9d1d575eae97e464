import { useId } from 'react';

import { texts } from '@/lib/texts';

import { gapRuns, type GapRun } from './chart-series';
import { usePlot } from './plot';

const LABEL_WIDTH_PX = 96;
/** Narrower plots have no room for words beside the hatch; the table view has them. */
const MIN_PLOT_FOR_LABEL_PX = 260;

/** Hatches the times of which nothing was fetched, and says so over the widest. */
export function GapLayer() {
  const { series, tokens, innerWidth, innerHeight, slicePx } = usePlot();
  const hatchId = useId();
  const runs = gapRuns(series.slices);
  const widest = runs.reduce<GapRun | null>(
    (best, run) => (isWider(run, best) ? run : best),
    null,
  );
  return (
    <g>
      <pattern
        id={hatchId}
        width={6}
        height={6}
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path d="M0 0V6" stroke={tokens.hatch} strokeWidth={2} />
      </pattern>
      {runs.map(({ first, last }) => (
        <rect
          key={first}
          data-testid="gap"
          x={first * slicePx}
          width={(last - first + 1) * slicePx}
          height={innerHeight}
          fill={`url(#${hatchId})`}
        />
      ))}
      {widest && innerWidth >= MIN_PLOT_FOR_LABEL_PX && (
        <text
          x={labelX(widest, slicePx, innerWidth)}
          y={-8}
          textAnchor="middle"
          fill={tokens.textHint}
          fontSize={12}
        >
          {texts.chart.noData}
        </text>
      )}
    </g>
  );
}

function isWider(run: GapRun, other: GapRun | null): boolean {
  return !other || run.last - run.first > other.last - other.first;
}

function labelX({ first, last }: GapRun, slicePx: number, innerWidth: number): number {
  const middle = ((first + last + 1) / 2) * slicePx;
  return Math.min(Math.max(middle, LABEL_WIDTH_PX / 2), innerWidth - LABEL_WIDTH_PX / 2);
}
