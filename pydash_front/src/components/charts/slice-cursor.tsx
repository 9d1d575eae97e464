import Box from '@mui/material/Box';
import type { KeyboardEvent, PointerEvent } from 'react';

import { texts } from '@/lib/texts';

import type { ChartPoint } from './chart-point';
import { PLOT_MARGIN } from './plot';

/** Which slice is looked at; shared by all charts of a page. */
export interface Cursor {
  index: number | null;
  move: (index: number | null) => void;
}

interface SliceCursorProps {
  what: string;
  points: readonly ChartPoint[];
  cursor: Cursor;
  wordsFor: (point: ChartPoint) => string;
}

type Step = (index: number | null, last: number) => number | null;

const back: Step = (index, last) => Math.max(0, (index ?? last + 1) - 1);
const on: Step = (index, last) => Math.min(last, (index ?? -1) + 1);

const STEPS: Readonly<Record<string, Step>> = {
  ArrowLeft: back,
  ArrowDown: back,
  ArrowRight: on,
  ArrowUp: on,
  Home: () => 0,
  End: (_index, last) => last,
  Escape: () => null,
};

/** Lies over a plot: shows the slice under the pointer, or the one that the arrow keys reach. */
export function SliceCursor({ what, points, cursor, wordsFor }: SliceCursorProps) {
  const { index, move } = cursor;
  const point = index === null ? undefined : points[index];
  const follow = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientX - left) / width) * points.length);
    move(Math.min(Math.max(at, 0), points.length - 1));
  };
  const walk = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    move(step(index, points.length - 1));
  };
  return (
    <Box
      role="slider"
      tabIndex={0}
      aria-label={texts.chart.walk(what)}
      aria-valuemin={1}
      aria-valuemax={points.length}
      aria-valuenow={(index ?? points.length - 1) + 1}
      aria-valuetext={point ? `${point.name}: ${wordsFor(point)}` : undefined}
      onPointerMove={follow}
      onPointerDown={follow}
      onPointerLeave={() => move(null)}
      onBlur={() => move(null)}
      onKeyDown={walk}
      sx={{
        position: 'absolute',
        inset: `${PLOT_MARGIN.top}px ${PLOT_MARGIN.right}px ${PLOT_MARGIN.bottom}px ${PLOT_MARGIN.left}px`,
        touchAction: 'pan-y',
        borderRadius: 1,
      }}
    >
      {point && index !== null && (
        <Mark share={(index + 0.5) / points.length} name={point.name} words={wordsFor(point)} />
      )}
    </Box>
  );
}

interface MarkProps {
  /** 0 at the plot's left edge, 1 at its right. */
  share: number;
  name: string;
  words: string;
}

function Mark({ share, name, words }: MarkProps) {
  const isRight = share > 0.5;
  return (
    <Box
      aria-hidden
      sx={{ position: 'absolute', insetBlock: 0, pointerEvents: 'none' }}
      style={{ left: `${share * 100}%` }}
    >
      <Box sx={{ position: 'absolute', insetBlock: 0, borderLeft: '1px dashed', opacity: 0.5 }} />
      <Box
        sx={{
          position: 'absolute',
          top: 0,
          ...(isRight ? { right: 8 } : { left: 8 }),
          px: 2.5,
          py: 1.5,
          borderRadius: 1,
          border: 1,
          borderColor: 'divider',
          bgcolor: 'background.paper',
          boxShadow: 'var(--mui-palette-tone-shadowMenu)',
          typography: 'caption',
          whiteSpace: 'nowrap',
          zIndex: 1,
        }}
      >
        <Box sx={{ color: 'text.hint' }}>{name}</Box>
        <Box sx={{ fontWeight: 600 }}>{words}</Box>
      </Box>
    </Box>
  );
}
