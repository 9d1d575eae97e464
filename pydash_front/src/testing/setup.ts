import '@testing-library/jest-dom/vitest';

import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll } from 'vitest';

import { server } from './server';

// A busy machine needs longer than the second that is usual.
configure({ asyncUtilTimeout: 5_000 });

/** jsdom lays nothing out: every observed element is as wide as a small desktop's chart. */
class FixedSizeObserver implements ResizeObserver {
  constructor(private readonly callback: ResizeObserverCallback) {}

  observe(target: Element) {
    const entry = { target, contentRect: { width: 800, height: 240 } } as ResizeObserverEntry;
    this.callback([entry], this);
  }

  unobserve() {
    // Nothing is kept that would have to be let go.
  }

  disconnect() {
    // As above.
  }
}

window.ResizeObserver = FixedSizeObserver;
window.scrollTo = () => undefined;

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  cleanup();
  server.resetHandlers();
  localStorage.clear();
});
afterAll(() => server.close());
