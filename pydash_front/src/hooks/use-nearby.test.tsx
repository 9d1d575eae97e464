import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { useNearby } from './use-nearby';

let tell: (isIntersecting: boolean) => Promise<void>;

/** What is near is what the test says. */
class ToldObserver {
  constructor(callback: IntersectionObserverCallback) {
    tell = (isIntersecting) =>
      act(async () => {
        const entry = { isIntersecting } as IntersectionObserverEntry;
        callback([entry], this as unknown as IntersectionObserver);
        await Promise.resolve();
      });
  }

  observe() {
    // Only the test tells.
  }

  disconnect() {
    // Nothing is kept that would have to be let go.
  }
}

function Block({ isForGood }: { isForGood?: boolean }) {
  const [ref, isNear] = useNearby(false, isForGood);
  return <div ref={ref}>{isNear && <button type="button">near</button>}</div>;
}

describe('useNearby', () => {
  beforeEach(() => vi.stubGlobal('IntersectionObserver', ToldObserver));
  afterEach(() => vi.unstubAllGlobals());

  it('lets what is far away go', async () => {
    render(<Block />);
    expect(screen.queryByRole('button')).toBeNull();
    await tell(true);
    expect(screen.getByRole('button')).toBeVisible();
    await tell(false);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('keeps what has the focus', async () => {
    render(<Block />);
    await tell(true);
    screen.getByRole('button').focus();
    await tell(false);
    expect(screen.getByRole('button')).toHaveFocus();
  });

  it('keeps for good what may leave less room behind', async () => {
    render(<Block isForGood />);
    await tell(true);
    await tell(false);
    expect(screen.getByRole('button')).toBeVisible();
  });
});
