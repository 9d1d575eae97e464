import Box from '@mui/material/Box';

import { formatAxisDuration } from '@/lib/format';
import { visible } from '@/lib/visible';

import { linearAxis, shareOf, type ValueAxis } from './value-scale';

/** One dot: a circle for the first group, a diamond for the second. */
export interface Dot {
  valueMs: number;
  title: string;
  /** 4 to 7: more visits, a larger dot. */
  radiusPx: number;
}

export interface DotRow {
  key: string;
  name: string;
  first: Dot | null;
  second: Dot | null;
}

const COLUMNS = {
  display: 'grid',
  gridTemplateColumns: { xs: '96px minmax(0, 1fr)', sm: '120px minmax(0, 1fr)' },
  columnGap: 3,
  pr: 4,
} as const;

function percent(valueMs: number, axis: ValueAxis): string {
  return `${(shareOf(valueMs, axis) * 100).toFixed(2)}%`;
}

/** Two times for each row, joined by a line: how far apart, and which is the longer. */
export function DotPlot({ rows, label }: { rows: readonly DotRow[]; label: string }) {
  const values = rows.flatMap(({ first, second }) => [
    first?.valueMs ?? null,
    second?.valueMs ?? null,
  ]);
  const axis = linearAxis(values, { isDuration: true });
  return (
    <Box role="group" aria-label={label}>
      {rows.map((row) => (
        <Box key={row.key} sx={{ ...COLUMNS, height: 28, alignItems: 'center' }}>
          <Box
            title={visible(row.name)}
            sx={{
              minWidth: 0,
              overflow: 'hidden',
              textOverflow: 'ellipsis',
              whiteSpace: 'nowrap',
              textAlign: 'right',
              typography: 'caption',
              color: 'text.secondary',
            }}
          >
            {visible(row.name)}
          </Box>
          <Box sx={{ position: 'relative', height: 28 }}>
            <Marks row={row} axis={axis} />
          </Box>
        </Box>
      ))}
      <Box aria-hidden sx={{ ...COLUMNS, height: 24 }}>
        <Box
          sx={{ gridColumn: 2, position: 'relative', typography: 'caption', color: 'text.hint' }}
        >
          {axis.ticks.map((tick) => (
            <Box
              key={tick}
              sx={{
                position: 'absolute',
                top: 6,
                transform: 'translateX(-50%)',
                whiteSpace: 'nowrap',
              }}
              style={{ left: percent(tick, axis) }}
            >
              {formatAxisDuration(tick)}
            </Box>
          ))}
        </Box>
      </Box>
    </Box>
  );
}

function Marks({ row: { first, second }, axis }: { row: DotRow; axis: ValueAxis }) {
  return (
    <>
      {axis.ticks.map((tick) => (
        <Box
          key={tick}
          sx={{ position: 'absolute', insetBlock: 0, borderLeft: 1, borderColor: 'tone.grid' }}
          style={{ left: percent(tick, axis) }}
        />
      ))}
      {first && second && <Bridge one={first.valueMs} other={second.valueMs} axis={axis} />}
      {first && <DotMark dot={first} axis={axis} isFirst />}
      {second && <DotMark dot={second} axis={axis} isFirst={false} />}
    </>
  );
}

function Bridge({ one, other, axis }: { one: number; other: number; axis: ValueAxis }) {
  const left = percent(Math.min(one, other), axis);
  const right = percent(Math.max(one, other), axis);
  return (
    <Box
      sx={{ position: 'absolute', top: 13, borderTop: '1.5px solid', borderColor: 'tone.control' }}
      style={{ left, right: `calc(100% - ${right})` }}
    />
  );
}

function DotMark({ dot, axis, isFirst }: { dot: Dot; axis: ValueAxis; isFirst: boolean }) {
  const size = dot.radiusPx * 2;
  const look = isFirst
    ? { border: '2px solid', borderColor: 'tone.series', borderRadius: '50%' }
    : { bgcolor: 'tone.highlight', transform: 'rotate(45deg)', borderRadius: '1px' };
  return (
    <Box
      role="img"
      aria-label={dot.title}
      title={dot.title}
      sx={{
        position: 'absolute',
        ...(isFirst && { bgcolor: 'background.paper' }),
        ...look,
      }}
      style={{
        width: size,
        height: size,
        top: 14 - dot.radiusPx,
        left: `calc(${percent(dot.valueMs, axis)} - ${dot.radiusPx}px)`,
      }}
    />
  );
}
