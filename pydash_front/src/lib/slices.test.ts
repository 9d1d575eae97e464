import { describe, expect, it } from 'vitest';

import type { Timeslice } from './api-types';
import { readSlice, sliceName, sliceTick } from './slices';

const NOW = new Date('2018-12-24T12:00:00Z');

function named(key: string, timeslice: Timeslice) {
  return sliceName(readSlice(key, timeslice), timeslice, NOW);
}

function ticked(key: string, timeslice: Timeslice) {
  return sliceTick(readSlice(key, timeslice), timeslice, NOW);
}

describe('readSlice, in Amsterdam', () => {
  it.each<[string, Timeslice, string, string]>([
    ['2018', 'year', '2017-12-31T23:00:00.000Z', '2018-12-31T23:00:00.000Z'],
    ['2018-04', 'month', '2018-03-31T22:00:00.000Z', '2018-04-30T22:00:00.000Z'],
    ['2018-W17', 'week', '2018-04-22T22:00:00.000Z', '2018-04-29T22:00:00.000Z'],
    // ISO 8601: the first week of 2021 begins on 4 January, that of 2020 in the year before.
    ['2021-W01', 'week', '2021-01-03T23:00:00.000Z', '2021-01-10T23:00:00.000Z'],
    ['2020-W01', 'week', '2019-12-29T23:00:00.000Z', '2020-01-05T23:00:00.000Z'],
    ['2018-04-25', 'day', '2018-04-24T22:00:00.000Z', '2018-04-25T22:00:00.000Z'],
    ['2018-04-25T15+02:00', 'hour', '2018-04-25T13:00:00.000Z', '2018-04-25T14:00:00.000Z'],
    ['2018-04-25T15', 'hour', '2018-04-25T15:00:00.000Z', '2018-04-25T16:00:00.000Z'],
    ['2018-04-25T15:30', 'minute', '2018-04-25T15:30:00.000Z', '2018-04-25T15:31:00.000Z'],
    ['2018-04-25T15:30-05:00', 'minute', '2018-04-25T20:30:00.000Z', '2018-04-25T20:31:00.000Z'],
  ])('%s is a %s from %s to %s', (key, timeslice, start, end) => {
    const slice = readSlice(key, timeslice);
    expect([slice.start.toISOString(), slice.end.toISOString()]).toEqual([start, end]);
  });

  it('makes the day on which the clocks go back 25 hours long', () => {
    const { start, end } = readSlice('2018-10-28', 'day');
    expect((end.getTime() - start.getTime()) / 3_600_000).toBe(25);
  });
});

describe('sliceName', () => {
  it.each<[string, Timeslice, string]>([
    ['2018', 'year', '2018'],
    ['2018-04', 'month', 'April 2018'],
    ['2018-W17', 'week', 'Week 17, from Mon 23 Apr'],
    ['2018-04-25', 'day', 'Wed 25 Apr'],
    ['2018-04-25T15+02:00', 'hour', 'Wed 25 Apr, 15:00'],
    ['2018-04-25T15:30+02:00', 'minute', 'Wed 25 Apr, 15:30'],
  ])('calls %s of kind %s "%s"', (key, timeslice, name) => {
    expect(named(key, timeslice)).toBe(name);
  });

  it('tells the two hours apart when the clocks go back', () => {
    expect(named('2018-10-28T02+02:00', 'hour')).toBe('Sun 28 Oct, 02:00 (UTC+2)');
    expect(named('2018-10-28T02+01:00', 'hour')).toBe('Sun 28 Oct, 02:00 (UTC+1)');
    expect(named('2018-10-28T03+01:00', 'hour')).toBe('Sun 28 Oct, 03:00');
  });
});

describe('sliceTick', () => {
  it.each<[string, Timeslice, string]>([
    ['2018', 'year', '2018'],
    ['2018-01', 'month', '2018'],
    ['2018-04', 'month', 'Apr'],
    ['2018-W17', 'week', '23 Apr'],
    ['2018-04-25', 'day', '25 Apr'],
    ['2018-04-25T00+02:00', 'hour', '25 Apr'],
    ['2018-04-25T15+02:00', 'hour', '15:00'],
  ])('marks %s of kind %s as "%s"', (key, timeslice, label) => {
    expect(ticked(key, timeslice)).toBe(label);
  });
});
