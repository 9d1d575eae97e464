import { describe, expect, it } from 'vitest';

import { defaultTimeslice, timeslicesFor, windowOf } from './time-window';

/** 14:32:10 in Amsterdam. */
const NOW = new Date('2026-11-23T13:32:10Z');
const FIRST_CALL_AT = new Date('2026-03-01T00:00:00Z');

describe('windowOf', () => {
  it('is made of whole days of the browser’s zone, with today', () => {
    // On 27 October the clocks had gone back already.
    expect(windowOf('28d', 'day', NOW)).toEqual({
      start: new Date('2026-10-26T23:00:00Z'),
      end: new Date('2026-11-23T23:00:00Z'),
    });
  });

  it('ends with the running hour, and asks for none yet to come', () => {
    expect(windowOf('24h', 'hour', NOW)).toEqual({
      start: new Date('2026-11-22T14:00:00Z'),
      end: new Date('2026-11-23T14:00:00Z'),
    });
  });

  it('ends with the running minute', () => {
    expect(windowOf('24h', 'minute', NOW).end).toEqual(new Date('2026-11-23T13:33:00Z'));
  });

  it('begins with the first call where all is asked for', () => {
    expect(windowOf('all', 'day', NOW).start).toBeNull();
  });
});

describe('the choice of timeslices', () => {
  it.each([
    ['24h', ['minute', 'hour'], 'hour'],
    ['7d', ['hour', 'day'], 'day'],
    ['28d', ['hour', 'day', 'week'], 'day'],
    ['90d', ['day', 'week', 'month'], 'day'],
    ['all', ['day', 'week', 'month', 'year'], 'week'],
  ] as const)('for %s is %j, and %s by itself', (range, choice, byItself) => {
    expect(timeslicesFor(range, FIRST_CALL_AT, NOW)).toEqual(choice);
    expect(defaultTimeslice(range, FIRST_CALL_AT, NOW)).toBe(byItself);
  });
});
