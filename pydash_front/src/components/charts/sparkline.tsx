import { classes } from '@/lib/classes';

import {
  SPARKLINE_HEIGHT as HEIGHT,
  SPARKLINE_WIDTH as WIDTH,
  sparklineRuns,
  type Point,
} from './sparkline-runs';
import styles from './sparkline.module.css';

function lineOf(run: readonly Point[]): string {
  const [only, ...others] = run;
  // A line without length shows its round ends only if it is drawn at all.
  if (only && others.length === 0) return `M${only.x} ${only.y}h0.01`;
  return run.map(({ x, y }, i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}

function areaOf(run: readonly Point[]): string {
  const first = run[0];
  const last = run.at(-1);
  return first && last ? `${lineOf(run)}L${last.x} ${HEIGHT}L${first.x} ${HEIGHT}Z` : '';
}

interface SparklineProps {
  values: readonly (number | null)[];
  /** Grey, for what says nothing of the present. */
  isMuted?: boolean;
}

/** A trend at a glance. Decoration: the figures stand beside it. */
export function Sparkline({ values, isMuted = false }: SparklineProps) {
  const runs = sparklineRuns(values);
  const end = runs.at(-1)?.at(-1);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden
      className={classes(styles.sparkline, isMuted && styles.muted)}
    >
      {runs.map((run) => (
        <g key={run[0]?.x}>
          <path d={areaOf(run)} fill="currentColor" opacity={0.1} />
          <path
            d={lineOf(run)}
            fill="none"
            stroke="currentColor"
            strokeWidth={1.5}
            strokeLinejoin="round"
            strokeLinecap="round"
          />
        </g>
      ))}
      {end && <circle cx={end.x} cy={end.y} r={2.5} fill="currentColor" />}
    </svg>
  );
}
