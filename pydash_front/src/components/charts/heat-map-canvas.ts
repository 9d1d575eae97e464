/** Draws a heat map's cells: thousands of elements would make the page slow. */
import type { Tokens } from '@/lib/tokens';

export const HEAT_ROW_PX = 18;
const HOURS = 24;
const FOOT_PX = 22;
const NARROW_PX = 420;
const FONT = '12px "Inter Variable", system-ui, sans-serif';

export interface HeatDay {
  key: string;
  /** `Tue 27 Oct`. */
  name: string;
  /** `27 Oct`, where there is little room. */
  shortName: string;
  isWeekend: boolean;
  /** One for each hour; `null` where nobody knows, `undefined` where it is yet to come. */
  cells: readonly (number | null | undefined)[];
}

export interface HeatLayout {
  leftPx: number;
  cellPx: number;
  heightPx: number;
}

export function layoutOf(width: number, dayCount: number): HeatLayout {
  const leftPx = width < NARROW_PX ? 46 : 84;
  return {
    leftPx,
    cellPx: Math.max((width - leftPx) / HOURS, 1),
    heightPx: dayCount * HEAT_ROW_PX + FOOT_PX,
  };
}

/** The highest value, at least 1. */
export function highestOf(days: readonly HeatDay[]): number {
  return days.reduce(
    (best, { cells }) => cells.reduce<number>((most, cell) => Math.max(most, cell ?? 0), best),
    1,
  );
}

/** Which of the sequence's steps a value has; zero has the lowest for itself. */
export function stepOf(value: number, highest: number, stepCount: number): number {
  if (value <= 0) return 0;
  return Math.min(stepCount - 1, 1 + Math.floor((value / highest) * (stepCount - 1)));
}

/** Sets the canvas' size for sharp pixels, and draws everything. */
export function drawHeatMap(
  canvas: HTMLCanvasElement,
  days: readonly HeatDay[],
  width: number,
  tokens: Tokens,
): void {
  const layout = layoutOf(width, days.length);
  const density = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(layout.heightPx * density);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${layout.heightPx}px`;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(density, density);
  context.font = FONT;
  const highest = highestOf(days);
  days.forEach((day, row) => {
    drawName(context, day, row, width, layout, tokens);
    day.cells.forEach((value, hour) => {
      if (value === undefined) return;
      const x = layout.leftPx + hour * layout.cellPx;
      const y = row * HEAT_ROW_PX;
      if (value === null) {
        hatch(context, x, y, layout.cellPx, tokens);
        return;
      }
      context.fillStyle = tokens.sequence[stepOf(value, highest, tokens.sequence.length)] ?? '';
      context.beginPath();
      context.roundRect(x, y, layout.cellPx - 1, HEAT_ROW_PX - 1, 2);
      context.fill();
    });
  });
  drawHours(context, width, layout, tokens);
}

function drawName(
  context: CanvasRenderingContext2D,
  day: HeatDay,
  row: number,
  width: number,
  { leftPx }: HeatLayout,
  tokens: Tokens,
): void {
  context.fillStyle = day.isWeekend ? tokens.textSecondary : tokens.textHint;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const name = width < NARROW_PX ? day.shortName : day.name;
  context.fillText(name, leftPx - 8, row * HEAT_ROW_PX + HEAT_ROW_PX / 2);
}

function drawHours(
  context: CanvasRenderingContext2D,
  width: number,
  { leftPx, cellPx, heightPx }: HeatLayout,
  tokens: Tokens,
): void {
  const isNarrow = width < NARROW_PX;
  context.fillStyle = tokens.textHint;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  for (let hour = 0; hour < HOURS; hour += isNarrow ? 6 : 3) {
    const name = `${String(hour).padStart(2, '0')}${isNarrow ? '' : ':00'}`;
    context.fillText(name, leftPx + hour * cellPx, heightPx - 5);
  }
}

/** Diagonal lines within one cell. */
function hatch(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  cellPx: number,
  tokens: Tokens,
): void {
  const heightPx = HEAT_ROW_PX - 1;
  context.save();
  context.beginPath();
  context.rect(x, y, cellPx, heightPx);
  context.clip();
  context.strokeStyle = tokens.hatch;
  context.beginPath();
  for (let at = -(x % 5) - heightPx; at < cellPx + heightPx; at += 5) {
    context.moveTo(x + at, y + heightPx);
    context.lineTo(x + at + heightPx, y);
  }
  context.stroke();
  context.restore();
}
