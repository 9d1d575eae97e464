import Box from '@mui/material/Box';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';

import { texts } from '@/lib/texts';

import type { ChartSeries } from './chart-series';
import { useCursorIndex, type Cursor } from './cursor';
import { PLOT_MARGIN } from './plot';
import { Tip } from './tip';
import { wordsOf, type Words } from './words';

interface SliceCursorProps {
  what: string;
  series: ChartSeries;
  format: (value: number) => string;
  cursor: Cursor;
  marginRight: number;
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
export function SliceCursor({ what, series, format, cursor, marginRight }: SliceCursorProps) {
  const { move } = cursor;
  const index = useCursorIndex(cursor);
  const { slices } = series;
  const slice = index === null ? undefined : slices[index];
  const follow = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientX - left) / width) * slices.length);
    move(Math.min(Math.max(at, 0), slices.length - 1));
  };
  const walk = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    move(step(index, slices.length - 1));
  };
  const words = slice && index !== null ? wordsOf(series, index, format) : [];
  return (
    <Box
      role="slider"
      tabIndex={0}
      aria-label={texts.chart.walk(what)}
      aria-valuemin={1}
      aria-valuemax={slices.length}
      aria-valuenow={(index ?? slices.length - 1) + 1}
      aria-valuetext={slice ? `${slice.name}: ${sentenceOf(words)}` : undefined}
      onPointerMove={follow}
      onPointerDown={follow}
      onPointerLeave={() => move(null)}
      onBlur={() => move(null)}
      onKeyDown={walk}
      sx={{
        position: 'absolute',
        inset: `${PLOT_MARGIN.top}px ${marginRight}px ${PLOT_MARGIN.bottom}px ${PLOT_MARGIN.left}px`,
        touchAction: 'pan-y',
        borderRadius: 1,
      }}
    >
      {slice && index !== null && (
        <Mark share={(index + 0.5) / slices.length}>
          <Tip title={slice.name} words={words} isOnLeft={index + 0.5 > slices.length / 2} />
        </Mark>
      )}
    </Box>
  );
}

function sentenceOf(words: readonly Words[]): string {
  return words.map(({ name, value }) => (name ? `${name} ${value}` : value)).join(', ');
}

interface MarkProps {
  /** 0 at the plot's left edge, 1 at its right. */
  share: number;
  children: ReactNode;
}

function Mark({ share, children }: MarkProps) {
  return (
    <Box
      aria-hidden
      sx={{ position: 'absolute', insetBlock: 0, pointerEvents: 'none' }}
      style={{ left: `${share * 100}%` }}
    >
      <Box sx={{ position: 'absolute', insetBlock: 0, borderLeft: '1px dashed', opacity: 0.5 }} />
      {children}
    </Box>
  );
}
