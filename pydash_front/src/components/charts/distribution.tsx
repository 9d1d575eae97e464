import Box from '@mui/material/Box';

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
  isHighlighted?: boolean;
}

/** How many calls took how long, in a table's cell. Decoration: the figures stand beside it. */
export function Distribution({ edges, counts, axis, markMs, isHighlighted }: DistributionProps) {
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
    <Box
      component="svg"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden
      sx={{
        display: 'block',
        width: '100%',
        minWidth: 120,
        maxWidth: WIDTH,
        height: HEIGHT,
        color: isHighlighted ? 'tone.highlight' : 'tone.series',
      }}
    >
      <path d={d} fill="currentColor" />
      <Box
        component="path"
        d={`M0 ${HEIGHT - 1.5}H${WIDTH}`}
        sx={{ stroke: 'var(--mui-palette-divider)' }}
      />
      {markX !== null && (
        <Box
          component="path"
          d={`M${markX.toFixed(1)} 2V${HEIGHT - 2}`}
          strokeDasharray="2 2"
          sx={{ stroke: 'var(--mui-palette-text-primary)' }}
        />
      )}
    </Box>
  );
}
