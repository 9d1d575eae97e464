import { describe, expect, it } from 'vitest';

import { isWithoutVisits, toChartSeries } from './chart-series';

const KNOWLEDGE = {
  visits: { '2018-04-23': 7, '2018-04-24': null, '2018-04-25': 0, '2018-04-26': 3 },
  completeUntil: new Date('2018-04-26T10:00:00Z'),
  now: new Date('2018-04-26T12:00:00Z'),
};

describe('toChartSeries', () => {
  it('takes an unknown slice for a gap, and a zero for a zero', () => {
    const { points } = toChartSeries({ timeslice: 'day', values: KNOWLEDGE.visits }, KNOWLEDGE);
    expect(points.map(({ value, isGap }) => [value, isGap])).toEqual([
      [7, false],
      [null, true],
      [0, false],
      [3, false],
    ]);
  });

  it('tells a time without a visit from a time of which nothing was fetched', () => {
    const values = {
      '2018-04-23': 48.2,
      '2018-04-24': null,
      '2018-04-25': null,
      '2018-04-26': 50,
    };
    const { points } = toChartSeries({ timeslice: 'day', values }, KNOWLEDGE);
    expect(points.map(({ isGap }) => isGap)).toEqual([false, true, false, false]);
  });

  it('marks the slice that is not wholly fetched', () => {
    const { points } = toChartSeries({ timeslice: 'day', values: KNOWLEDGE.visits }, KNOWLEDGE);
    expect(points.map(({ isRunning }) => isRunning)).toEqual([false, false, false, true]);
  });

  it('puts ticks at round times, and no more than fit', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
    const values = Object.fromEntries(hours.map((hour) => [`2018-04-25T${hour}+02:00`, 1]));
    const { ticksFor } = toChartSeries({ timeslice: 'hour', values }, KNOWLEDGE);
    expect(ticksFor(4).map(({ label }) => label)).toEqual(['25 Apr', '06:00', '12:00', '18:00']);
  });
});

describe('isWithoutVisits', () => {
  it('holds only where all is known', () => {
    expect(isWithoutVisits({ a: 0, b: 0 })).toBe(true);
    expect(isWithoutVisits({ a: 0, b: null })).toBe(false);
    expect(isWithoutVisits({ a: 0, b: 1 })).toBe(false);
  });
});
