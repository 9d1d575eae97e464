import { describe, expect, it } from 'vitest';

import type { StatisticSeries, Timeslice } from '@/lib/api-types';
import { byName } from '@/lib/by-name';

import { isWithoutVisits, toChartSeries } from './chart-series';

const KNOWLEDGE = {
  visits: byName<number | null>({
    '2018-04-23': 7,
    '2018-04-24': null,
    '2018-04-25': 0,
    '2018-04-26': 3,
  }),
  completeUntil: new Date('2018-04-26T10:00:00Z'),
  firstCallAt: new Date('2018-04-19T10:00:00Z'),
  now: new Date('2018-04-26T12:00:00Z'),
};

function seriesOf(values: StatisticSeries, timeslice: Timeslice = 'day') {
  const data = { timeslice, zone: 'Europe/Amsterdam', values };
  return toChartSeries([{ name: 'Visits', tone: 'series', data }], KNOWLEDGE);
}

describe('toChartSeries', () => {
  it('takes an unknown slice for a gap, and a zero for a zero', () => {
    const { slices, tracks } = seriesOf(KNOWLEDGE.visits);
    expect(tracks[0]?.values).toEqual([7, null, 0, 3]);
    expect(slices.map(({ isGap }) => isGap)).toEqual([false, true, false, false]);
  });

  it('tells a time without a visit from a time of which nothing was fetched', () => {
    const values = byName<number | null>({
      '2018-04-23': 48.2,
      '2018-04-24': null,
      '2018-04-25': null,
      '2018-04-26': 50,
    });
    const { slices } = seriesOf(values);
    expect(slices.map(({ isGap }) => isGap)).toEqual([false, true, false, false]);
  });

  it('marks the slice that is not wholly fetched', () => {
    const { slices } = seriesOf(KNOWLEDGE.visits);
    expect(slices.map(({ isRunning }) => isRunning)).toEqual([false, false, false, true]);
  });

  it('puts ticks at round times, and no more than fit', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
    const values = new Map(hours.map((hour) => [`2018-04-25T${hour}+02:00`, 1]));
    const { ticksFor } = seriesOf(values, 'hour');
    expect(ticksFor(4).map(({ label }) => label)).toEqual(['25 Apr', '06:00', '12:00', '18:00']);
  });
});

it('lays the time before under the same slices, by their place, from the first call on', () => {
  const data = (values: StatisticSeries) => ({
    timeslice: 'day' as const,
    zone: 'Europe/Amsterdam',
    values,
  });
  const { tracks } = toChartSeries(
    [
      { name: 'Visits', tone: 'series', data: data(KNOWLEDGE.visits) },
      {
        name: 'before',
        tone: 'earlier',
        data: data(byName({ '2018-04-18': 0, '2018-04-19': 5, '2018-04-20': 6 })),
      },
    ],
    KNOWLEDGE,
  );
  expect(tracks[1]?.values).toEqual([null, 5, 6, null]);
});

describe('isWithoutVisits', () => {
  it('holds only where all is known', () => {
    expect(isWithoutVisits(byName({ a: 0, b: 0 }))).toBe(true);
    expect(isWithoutVisits(byName<number | null>({ a: 0, b: null }))).toBe(false);
    expect(isWithoutVisits(byName({ a: 0, b: 1 }))).toBe(false);
  });
});
