import { describe, expect, it } from 'vitest';

import { inZone } from '@/lib/zone';

import { defaultTimeslice, earlierWindow, timeslicesFor, windowOf } from './time-window';

/** 14:32:10 in Amsterdam. */
const NOW = inZone(new Date('2026-11-23T13:32:10Z'), 'Europe/Amsterdam');
/** 00:32 of the next day in Auckland. */
const IN_AUCKLAND = inZone(NOW, 'Pacific/Auckland');

function instants({ start, end }: { start: Date | null; end: Date }) {
  return [start?.toISOString() ?? null, end.toISOString()];
}
const FIRST_CALL_AT = new Date('2026-03-01T00:00:00Z');

describe('windowOf', () => {
  it('is made of whole days of the zone, with today', () => {
    // On 27 October the clocks had gone back already.
    expect(instants(windowOf('28d', 'day', NOW))).toEqual([
      '2026-10-26T23:00:00.000Z',
      '2026-11-23T23:00:00.000Z',
    ]);
    expect(instants(windowOf('7d', 'day', IN_AUCKLAND))).toEqual([
      '2026-11-17T11:00:00.000Z',
      '2026-11-24T11:00:00.000Z',
    ]);
  });

  it('ends with the running hour, and asks for none yet to come', () => {
    expect(instants(windowOf('24h', 'hour', NOW))).toEqual([
      '2026-11-22T14:00:00.000Z',
      '2026-11-23T14:00:00.000Z',
    ]);
  });

  it('ends with the running minute', () => {
    expect(windowOf('24h', 'minute', NOW).end.toISOString()).toBe('2026-11-23T13:33:00.000Z');
  });

  it('begins with the first call where all is asked for', () => {
    expect(windowOf('all', 'day', NOW).start).toBeNull();
  });

  it('has both days that were chosen, and nothing yet to come', () => {
    expect(instants(windowOf({ from: '2026-10-24', to: '2026-10-25' }, 'day', NOW))).toEqual([
      '2026-10-23T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
    ]);
    const open = windowOf({ from: '2026-11-20', to: '2027-01-01' }, 'hour', NOW);
    expect(open.end.toISOString()).toBe('2026-11-23T14:00:00.000Z');
  });

  it('is never reversed', () => {
    const { start, end } = windowOf({ from: '2027-01-01', to: '2027-01-02' }, 'day', NOW);
    expect(start?.getTime()).toBe(end.getTime());
  });
});

describe('earlierWindow', () => {
  it('is as many days before, on the same clocks', () => {
    const earlier = earlierWindow(windowOf('28d', 'day', NOW), NOW);
    expect(earlier && instants(earlier)).toEqual([
      '2026-09-28T22:00:00.000Z',
      '2026-10-26T23:00:00.000Z',
    ]);
  });

  it('ends where as much of it is known as of now', () => {
    const known = new Date('2026-11-23T12:00:00Z');
    const earlier = earlierWindow(windowOf('7d', 'day', NOW), NOW, known);
    expect(earlier?.end.toISOString()).toBe('2026-11-16T12:00:00.000Z');
  });

  it('is none where all is shown', () => {
    expect(earlierWindow(windowOf('all', 'day', NOW), NOW)).toBeNull();
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
