import Box from '@mui/material/Box';
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';

import { useMode } from '@/hooks/use-mode';
import { useWidth } from '@/hooks/use-width';
import { texts } from '@/lib/texts';
import { TOKENS } from '@/lib/tokens';

import { drawHeatMap, HEAT_ROW_PX, layoutOf, type HeatDay } from './heat-map-canvas';
import { Tip } from './tip';

export const HOURS = 24;

interface Cell {
  day: number;
  hour: number;
}

interface HeatMapProps {
  days: readonly HeatDay[];
  what: string;
  label: string;
  format: (value: number) => string;
}

/** One row a day, one column an hour of the clock; darker, or in the dark brighter, is more. */
export function HeatMap({ days, what, label, format }: HeatMapProps) {
  const [ref, width] = useWidth();
  const [cell, setCell] = useState<Cell | null>(null);
  const layout = layoutOf(width, days.length);
  const follow = (event: PointerEvent<HTMLElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const hour = Math.floor((event.clientX - left) / layout.cellPx);
    const day = Math.floor((event.clientY - top) / HEAT_ROW_PX);
    setCell(clamped({ day, hour }, days.length));
  };
  const walk = (event: KeyboardEvent) => {
    const to = walked(cell, event.key, days.length);
    if (to === undefined) return;
    event.preventDefault();
    setCell(to);
  };
  const words = cell ? wordsFor(days, cell, format) : null;
  return (
    <Box ref={ref} sx={{ position: 'relative', minWidth: 0 }} style={{ height: layout.heightPx }}>
      <Picture days={days} width={width} label={label} />
      <Box
        role="slider"
        tabIndex={0}
        aria-label={texts.chart.walkCells(what)}
        aria-valuemin={1}
        aria-valuemax={days.length * HOURS}
        aria-valuenow={cell ? cell.day * HOURS + cell.hour + 1 : 1}
        aria-valuetext={words ? `${words.title}: ${words.value}` : undefined}
        onPointerMove={follow}
        onPointerDown={follow}
        onPointerLeave={() => setCell(null)}
        onBlur={() => setCell(null)}
        onKeyDown={walk}
        sx={{ position: 'absolute', top: 0, right: 0, touchAction: 'pan-y', borderRadius: 1 }}
        style={{ left: layout.leftPx, height: days.length * HEAT_ROW_PX }}
      >
        {cell && words && (
          <Box
            aria-hidden
            sx={{
              position: 'absolute',
              pointerEvents: 'none',
              borderRadius: '2px',
              outline: '2px solid',
              outlineColor: 'text.primary',
            }}
            style={{
              left: cell.hour * layout.cellPx,
              top: cell.day * HEAT_ROW_PX,
              width: layout.cellPx - 1,
              height: HEAT_ROW_PX - 1,
            }}
          >
            <Tip
              title={words.title}
              words={[{ name: null, value: words.value }]}
              isOnLeft={cell.hour >= HOURS / 2}
            />
          </Box>
        )}
      </Box>
    </Box>
  );
}

interface PictureProps {
  days: readonly HeatDay[];
  width: number;
  label: string;
}

function Picture({ days, width, label }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const mode = useMode();
  useEffect(() => {
    if (canvas.current && width > 0) drawHeatMap(canvas.current, days, width, TOKENS[mode]);
  }, [days, width, mode]);
  return (
    <Box role="img" aria-label={label} sx={{ position: 'absolute', inset: 0 }}>
      <canvas ref={canvas} aria-hidden style={{ display: 'block' }} />
    </Box>
  );
}

function clamped({ day, hour }: Cell, dayCount: number): Cell {
  return {
    day: Math.min(Math.max(day, 0), dayCount - 1),
    hour: Math.min(Math.max(hour, 0), HOURS - 1),
  };
}

const STEPS: Readonly<Record<string, Cell>> = {
  ArrowLeft: { day: 0, hour: -1 },
  ArrowRight: { day: 0, hour: 1 },
  ArrowUp: { day: -1, hour: 0 },
  ArrowDown: { day: 1, hour: 0 },
};

/** Where a key leads; `undefined`: it is none of ours. */
function walked(cell: Cell | null, key: string, dayCount: number): Cell | null | undefined {
  if (key === 'Escape') return null;
  const step = STEPS[key];
  if (!step) return undefined;
  if (!cell) return { day: dayCount - 1, hour: 0 };
  return clamped({ day: cell.day + step.day, hour: cell.hour + step.hour }, dayCount);
}

function wordsFor(days: readonly HeatDay[], { day, hour }: Cell, format: (n: number) => string) {
  const row = days[day];
  if (!row) return null;
  const value = row.cells[hour];
  const name = value === undefined ? texts.chart.toCome : texts.chart.unknown;
  return {
    title: `${row.name}, ${String(hour).padStart(2, '0')}:00`,
    value: typeof value === 'number' ? format(value) : name,
  };
}
