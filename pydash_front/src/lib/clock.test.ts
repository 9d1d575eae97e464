import { afterEach, describe, expect, it } from 'vitest';

import { clockErrorMs, noteServerTime, onClockChange, presentTime } from './clock';

const HOUR_MS = 3_600_000;

/** An answer whose server's clock is `aheadMs` behind this computer's. */
function answered(aheadMs: number) {
  noteServerTime(new Date(Date.now() - aheadMs).toUTCString());
}

afterEach(() => answered(0));

describe("the server's clock", () => {
  it.each([30 * HOUR_MS, -30 * HOUR_MS])('counts where this one is %d ms off', (aheadMs) => {
    answered(aheadMs);
    const wrongByMs = Math.abs(presentTime().getTime() - (Date.now() - aheadMs));
    expect(wrongByMs).toBeLessThan(5_000);
    expect(Math.sign(clockErrorMs())).toBe(Math.sign(aheadMs));
  });

  it('does not jump about with each answer', () => {
    let changes = 0;
    const stop = onClockChange(() => (changes += 1));
    for (const aheadMs of [900, -900, 400, 2_000]) answered(aheadMs);
    stop();
    expect(changes).toBe(0);
    expect(clockErrorMs()).toBe(0);
  });

  it.each([undefined, null, '', 'yesterday'])('is not learnt from %j', (date) => {
    noteServerTime(date);
    expect(clockErrorMs()).toBe(0);
  });
});
