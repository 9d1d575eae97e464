import { beforeEach, expect, it, vi } from 'vitest';

/** Counts the notes; a browser without ears. */
class CountingContext {
  static notes = 0;
  currentTime = 0;
  destination = {};

  createOscillator() {
    CountingContext.notes += 1;
    const node = { connect: () => node, start: () => undefined, stop: () => undefined };
    return { ...node, frequency: { value: 0 } };
  }

  createGain() {
    const ramp = { setValueAtTime: () => ramp, exponentialRampToValueAtTime: () => ramp };
    return { gain: ramp, connect: () => undefined };
  }
}

async function freshSound() {
  vi.resetModules();
  return import('./sound');
}

beforeEach(() => {
  CountingContext.notes = 0;
  vi.stubGlobal('AudioContext', CountingContext);
});

it('is silent until somebody touches the page, and while the setting is off', async () => {
  const { listenForGesture, play, setSounds } = await freshSound();
  listenForGesture();
  setSounds(true);
  play('success');
  expect(CountingContext.notes).toBe(0);
  window.dispatchEvent(new Event('pointerdown'));
  play('success');
  expect(CountingContext.notes).toBe(2);
  setSounds(false);
  play('error');
  expect(CountingContext.notes).toBe(2);
});

it('sounds a login once the account’s setting is known', async () => {
  const { listenForGesture, setSounds, soundLogin } = await freshSound();
  listenForGesture();
  window.dispatchEvent(new Event('keydown'));
  soundLogin();
  expect(CountingContext.notes).toBe(0);
  setSounds(true);
  expect(CountingContext.notes).toBe(3);
  setSounds(true);
  expect(CountingContext.notes).toBe(3);
});
