import { describe, expect, it } from 'vitest';

import { formatAxisDuration } from '@/lib/format';

import { logAxis, valueTicks } from './value-scale';

describe('valueTicks', () => {
  it('ends at a round number just above the highest value', () => {
    expect(valueTicks([8210, 4000], { isWhole: true })).toEqual([0, 2500, 5000, 7500, 10_000]);
  });

  it('never splits a visit', () => {
    expect(valueTicks([2, null], { isWhole: true })).toEqual([0, 1, 2]);
  });

  it('splits milliseconds', () => {
    expect(valueTicks([1.7], { isDuration: true })).toEqual([0, 0.5, 1, 1.5, 2]);
  });

  it('has a scale even for nothing', () => {
    expect(valueTicks([null, 0], { isWhole: true })).toEqual([0, 1]);
  });
});

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe('an axis of durations', () => {
  it('has round minutes, hours and days', () => {
    expect(valueTicks([11.4 * DAY_MS], { isDuration: true })).toEqual(
      [0, 5, 10, 15].map((days) => days * DAY_MS),
    );
    expect(valueTicks([7 * MINUTE_MS], { isDuration: true })).toEqual(
      [0, 2, 4, 6, 8].map((minutes) => minutes * MINUTE_MS),
    );
  });

  it.each([
    [0.15, 0.18],
    [0.0001, 0.0004],
    [1.5, 1.8],
    [900, 1_100],
    [40, 990_000_000],
    [3_600_000, 3_700_000],
  ])('names no two ticks alike from %d to %d ms', (low, high) => {
    for (const ticks of [
      valueTicks([low, high], { isDuration: true }),
      logAxis([low, high]).ticks,
    ]) {
      const labels = ticks.map(formatAxisDuration);
      expect(labels.length).toBeGreaterThan(1);
      expect(new Set(labels).size).toBe(labels.length);
    }
  });
});
