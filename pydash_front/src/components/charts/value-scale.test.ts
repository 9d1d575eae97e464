import { describe, expect, it } from 'vitest';

import { valueTicks } from './value-scale';

describe('valueTicks', () => {
  it('ends at a round number just above the highest value', () => {
    expect(valueTicks([8210, 4000], true)).toEqual([0, 2500, 5000, 7500, 10_000]);
  });

  it('never splits a visit', () => {
    expect(valueTicks([2, null], true)).toEqual([0, 1, 2]);
  });

  it('splits milliseconds', () => {
    expect(valueTicks([1.7], false)).toEqual([0, 0.5, 1, 1.5, 2]);
  });

  it('has a scale even for nothing', () => {
    expect(valueTicks([null, 0], true)).toEqual([0, 1]);
  });
});
