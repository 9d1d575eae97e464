import styles from './distribution.module.css';
import { shareOf, type ValueAxis } from './value-scale';

const WIDTH = 220;
const HEIGHT = 24;

interface DistributionProps {
  /** Milliseconds, ascending, one more than there are counts. */
  edges: readonly number[];
  counts: readonly number[];
  axis: ValueAxis;
  /** Drawn as a dotted line. */
  markMs: number | null;
}

/** How many calls took how long, in a table's cell. Decoration: the figures stand beside it. */
export function Distribution({ edges, counts, axis, markMs }: DistributionProps) {
  const highest = counts.reduce((best, count) => Math.max(best, count), 1);
  const d = counts
    .map((count, index) => {
      const from = shareOf(edges[index] ?? axis.min, axis) * WIDTH;
      const width = shareOf(edges[index + 1] ?? axis.max, axis) * WIDTH - from;
      if (count === 0 || width <= 0) return '';
      const height = Math.max(1, (count / highest) * (HEIGHT - 3));
      const gap = Math.min(1, width / 4);
      const top = (HEIGHT - 2 - height).toFixed(1);
      const right = (from + width - gap).toFixed(1);
      return `M${from.toFixed(1)} ${HEIGHT - 2}V${top}H${right}V${HEIGHT - 2}z`;
    })
    .join('');
  const markX = markMs === null ? null : shareOf(markMs, axis) * WIDTH;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden
      className={styles.distribution}
    >
      <path d={d} fill="currentColor" />
      <path d={`M0 ${HEIGHT - 1.5}H${WIDTH}`} className={styles.ground} />
      {markX !== null && (
        <path
          d={`M${markX.toFixed(1)} 2V${HEIGHT - 2}`}
          strokeDasharray="2 2"
          className={styles.mark}
        />
      )}
    </svg>
  );
}
