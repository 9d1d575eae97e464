import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

import { formatDuration } from '@/lib/format';

import { formatAxisDuration } from './axis-format';
import { boxAxis, type FiveNumbers } from './five-numbers';
import { shareOf, type ValueAxis } from './value-scale';

export interface BoxRow {
  key: string;
  name: ReactNode;
  /** `null` without a call. */
  box: FiveNumbers | null;
  isHighlighted?: boolean;
}

const ROW_PX = 30;
const MAX_TICKS = 4;
const COLUMNS = {
  display: 'grid',
  gridTemplateColumns: { xs: '104px minmax(0, 1fr) 58px', sm: '150px minmax(0, 1fr) 64px' },
  columnGap: 3,
} as const;

function percent(value: number, axis: ValueAxis): string {
  return `${(shareOf(value, axis) * 100).toFixed(2)}%`;
}

/** One box a row, from the 5th to the 95th percentile, with the median in figures. */
export function BoxPlot({ rows, label }: { rows: readonly BoxRow[]; label: string }) {
  const axis = boxAxis(rows.map(({ box }) => box));
  const ticks = axis.ticks.slice(0, MAX_TICKS);
  return (
    <Box role="group" aria-label={label}>
      <Box sx={{ position: 'relative' }}>
        <Lines ticks={ticks} axis={axis} />
        {rows.map(({ key, name, box, isHighlighted }) => (
          <Box key={key} sx={{ ...COLUMNS, height: ROW_PX, alignItems: 'center' }}>
            <Box sx={NAME}>{name}</Box>
            <BoxMark box={box} axis={axis} isHighlighted={isHighlighted} />
            <Box sx={{ typography: 'body2', fontWeight: 600, textAlign: 'right' }}>
              {formatDuration(box?.[2] ?? null)}
            </Box>
          </Box>
        ))}
      </Box>
      <Ticks ticks={ticks} axis={axis} />
    </Box>
  );
}

const NAME = {
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  textAlign: 'right',
  typography: 'body2',
} as const;

interface BoxMarkProps {
  box: FiveNumbers | null;
  axis: ValueAxis;
  isHighlighted?: boolean;
}

/** A box alone, as wide as there is room: for rows of a chart or cells of a table. */
export function BoxMark({ box, axis, isHighlighted = false }: BoxMarkProps) {
  if (!box) return <span />;
  const [low, first, median, third, high] = box.map((value) => percent(value, axis));
  const color = isHighlighted ? 'tone.highlight' : 'tone.series';
  const end = { position: 'absolute', top: 3, height: 8, borderLeft: '1.5px solid' } as const;
  const title = box.map(formatDuration).join(' · ');
  return (
    <Box
      role="img"
      aria-label={title}
      title={title}
      sx={{ position: 'relative', height: 14, color }}
    >
      <Box
        sx={{ position: 'absolute', top: 6, borderTop: '1.5px solid' }}
        style={{ left: low, right: `calc(100% - ${high})` }}
      />
      <Box sx={end} style={{ left: low }} />
      <Box sx={end} style={{ left: high }} />
      <Box
        sx={{ position: 'absolute', insetBlock: 0, borderRadius: '2px', border: '1.5px solid' }}
        style={{
          left: first,
          right: `calc(100% - ${third})`,
          backgroundColor:
            'color-mix(in srgb, currentColor 28%, var(--mui-palette-background-paper))',
        }}
      />
      <Box
        sx={{ position: 'absolute', insetBlock: 0, borderLeft: '3px solid', ml: '-1.5px' }}
        style={{ left: median }}
      />
    </Box>
  );
}

interface TicksProps {
  ticks: readonly number[];
  axis: ValueAxis;
}

function Lines({ ticks, axis }: TicksProps) {
  return (
    <Box aria-hidden sx={{ ...COLUMNS, position: 'absolute', inset: 0 }}>
      <Box sx={{ gridColumn: 2, position: 'relative' }}>
        {ticks.map((tick) => (
          <Box
            key={tick}
            sx={{ position: 'absolute', insetBlock: 0, borderLeft: 1, borderColor: 'tone.grid' }}
            style={{ left: percent(tick, axis) }}
          />
        ))}
      </Box>
    </Box>
  );
}

function Ticks({ ticks, axis }: TicksProps) {
  return (
    <Box aria-hidden sx={{ ...COLUMNS, height: 24 }}>
      <Box sx={{ gridColumn: 2, position: 'relative', typography: 'caption', color: 'text.hint' }}>
        {ticks.map((tick, index) => (
          <Box
            key={tick}
            sx={{
              position: 'absolute',
              top: 6,
              transform: 'translateX(-50%)',
              whiteSpace: 'nowrap',
              // A phone has room for the first and the last.
              display: {
                xs: index % (ticks.length - 1 || 1) === 0 ? 'block' : 'none',
                sm: 'block',
              },
            }}
            style={{ left: percent(tick, axis) }}
          >
            {formatAxisDuration(tick)}
          </Box>
        ))}
      </Box>
    </Box>
  );
}
