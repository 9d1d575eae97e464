import { describe, expect, it } from 'vitest';

import {
  formatChange,
  formatCompact,
  formatAxisDuration,
  formatCount,
  formatDate,
  formatDuration,
  formatInstant,
  formatRatio,
  formatRecent,
  formatSpan,
  NARROW_SPACE as NS,
} from './format';

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, `1${NS}000`],
    [184203, `184${NS}203`],
    [1204881, `1${NS}204${NS}881`],
    [null, '–'],
  ])('writes %s as %s', (count, words) => {
    expect(formatCount(count)).toBe(words);
  });
});

describe('formatCompact', () => {
  it.each([
    [0, '0'],
    [750, '750'],
    [7500, '7.5k'],
    [10_000, '10k'],
    [1_200_000, '1.2M'],
  ])('writes %s as %s', (count, words) => {
    expect(formatCompact(count)).toBe(words);
  });
});

describe('formatDuration', () => {
  it.each([
    [null, '–'],
    [0, '0.0 ms'],
    [0.15, '0.15 ms'],
    [0.1834, '0.18 ms'],
    [0.000_24, '0.00024 ms'],
    [0.94, '0.94 ms'],
    [0.96, '1.0 ms'],
    [6.21, '6.2 ms'],
    [9.96, '10 ms'],
    [311.6, '312 ms'],
    [999.4, '999 ms'],
    [999.6, '1.00 s'],
    [1240, '1.24 s'],
    [12_400, '12.4 s'],
    [59_900, '59.9 s'],
    [59_990, '1.0 min'],
    [744_000, '12.4 min'],
    [3_599_999, '1.0 h'],
    [86_400_000, '1.0 d'],
    [11.458 * 86_400_000, '11.5 d'],
    [-2_500, '−2.50 s'],
    [-0.15, '−0.15 ms'],
  ])('writes %s as %s', (durationMs, words) => {
    expect(formatDuration(durationMs)).toBe(words);
  });
});

describe('formatAxisDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.15, '0.15 ms'],
    [2.5, '2.5 ms'],
    [1_000, '1 s'],
    [90_000, '1.5 min'],
    [7_200_000, '2 h'],
    [990_000_000, '11.46 d'],
    [-2_500, '−2.5 s'],
  ])('writes %s as %s', (durationMs, words) => {
    expect(formatAxisDuration(durationMs)).toBe(words);
  });
});

describe('formatChange', () => {
  it.each([
    [118, 100, `▲ +18${NS}%`],
    [91, 100, `▼ −9${NS}%`],
    [1004, 1000, `→ 0${NS}%`],
    [5000, 100, `▲ +4${NS}900${NS}%`],
  ])('compares %s with %s', (now, before, words) => {
    expect(formatChange(now, before)).toBe(words);
  });

  it('says nothing without something to compare with', () => {
    expect(formatChange(10, 0)).toBeNull();
    expect(formatChange(10, null)).toBeNull();
    expect(formatChange(null, 10)).toBeNull();
  });
});

describe('formatRatio', () => {
  it('says 100 % only of the whole', () => {
    expect(formatRatio(0.999)).toBe(`99${NS}%`);
    expect(formatRatio(0.29)).toBe(`29${NS}%`);
    expect(formatRatio(1)).toBe(`100${NS}%`);
  });
});

describe('times, told in Amsterdam', () => {
  const now = new Date('2026-11-23T13:32:00Z');

  it('gives weekday, day and time', () => {
    expect(formatInstant(new Date('2026-11-18T09:40:00Z'), now)).toBe('Wed 18 Nov, 10:40');
  });

  it('adds the year where it differs', () => {
    expect(formatInstant(new Date('2025-11-18T09:40:00Z'), now)).toBe('Tue 18 Nov 2025, 10:40');
  });

  it('leaves the day out of today', () => {
    expect(formatRecent(new Date('2026-11-23T10:05:00Z'), now)).toBe('11:05');
    expect(formatRecent(new Date('2026-11-22T10:05:00Z'), now)).toBe('Sun 22 Nov, 11:05');
  });

  it('writes September as briefly as the other months', () => {
    expect(formatDate(new Date('2026-09-03T10:00:00Z'), now)).toBe('3 Sep');
  });

  it('writes spans in minutes and hours', () => {
    expect(formatSpan(10_000)).toBe('1 min');
    expect(formatSpan(240_000)).toBe('4 min');
    expect(formatSpan(7_800_000)).toBe('2 h 10 min');
    expect(formatSpan(7_200_000)).toBe('2 h');
  });
});
