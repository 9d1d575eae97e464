import { unitFor } from '@/lib/format';

export type ScaleKind = 'linear' | 'log';

/** The values at a plot's lower and upper edge, and those with a line across. */
export interface ValueAxis {
  kind: ScaleKind;
  min: number;
  max: number;
  ticks: number[];
}

interface Kind {
  /** Values between whole numbers make no sense. */
  isWhole?: boolean;
  /** Milliseconds: an axis of minutes, hours or days has round ones of them. */
  isDuration?: boolean;
}

const TARGET_STEPS = 4;
const MAX_LOG_TICKS = 5;
const NICE_FACTORS = [1, 2, 2.5, 5, 10];

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** A round step of which about four cover a span. */
function niceStep(span: number, isWhole = false): number {
  const rough = span / TARGET_STEPS;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const steps = NICE_FACTORS.map((factor) => factor * magnitude);
  return steps.find((step) => step >= rough * 0.999 && (!isWhole || step % 1 === 0)) ?? 1;
}

/** Round ticks from zero to just above the highest value. */
export function valueTicks(values: readonly (number | null)[], kind: Kind): number[] {
  const highest = values.reduce<number>((best, value) => Math.max(best, value ?? 0), 0) || 1;
  const unit = kind.isDuration ? unitFor(highest, 0)[1] : 1;
  const step = niceStep(highest / unit, kind.isWhole) * unit;
  const count = Math.ceil(highest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => tidy(index * step));
}

export function linearAxis(values: readonly (number | null)[], kind: Kind): ValueAxis {
  const ticks = valueTicks(values, kind);
  return { kind: 'linear', min: 0, max: ticks.at(-1) ?? 1, ticks };
}

/** The 1, 2 and 5 of each power of ten between two values. */
function stepsBetween(min: number, max: number, factors: readonly number[]): number[] {
  const steps: number[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power += 1) {
    steps.push(...factors.map((factor) => tidy(factor * 10 ** power)));
  }
  return steps.filter((step) => step >= min && step <= max);
}

/** Ticks that grow by about the same factor, no more than `maxCount`. */
export function logTicks(min: number, max: number, maxCount = MAX_LOG_TICKS): number[] {
  const choices = [[1, 2, 5], [1, 5], [1]].map((factors) => stepsBetween(min, max, factors));
  const fitting = choices.find((steps) => steps.length <= maxCount) ?? choices.at(-1) ?? [];
  return fitting.length > 1 ? fitting : linearTicks(min, max).slice(0, maxCount);
}

/** Between two values so near that no two powers lie between them. */
function linearTicks(min: number, max: number): number[] {
  const step = niceStep(max - min);
  const first = Math.ceil(min / step - 1e-9);
  const count = Math.floor(max / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, index) => tidy((first + index) * step));
}

/** An axis on which twice as slow is the same distance everywhere; nothing below 1 µs. */
export function logAxis(values: readonly (number | null)[]): ValueAxis {
  const known = values.filter((value): value is number => value !== null && value > 0);
  if (known.length === 0) return { kind: 'log', min: 1, max: 1000, ticks: [1, 10, 100, 1000] };
  const lowest = known.reduce((best, value) => Math.min(best, value), Infinity);
  const highest = known.reduce((best, value) => Math.max(best, value), 0);
  const min = Math.max(lowest * 0.7, 0.001);
  const max = Math.max(highest * 1.4, min * 4);
  return { kind: 'log', min, max, ticks: logTicks(min, max) };
}

/** Where a value stands between an axis' ends: 0 to 1. */
export function shareOf(value: number, { kind, min, max }: ValueAxis): number {
  const share =
    kind === 'log'
      ? Math.log(Math.max(value, min) / min) / Math.log(max / min)
      : (value - min) / (max - min);
  return Math.min(Math.max(share, 0), 1);
}
