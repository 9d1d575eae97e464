import '@testing-library/jest-dom/vitest';

import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll } from 'vitest';

import { drawFor } from '@/lib/drawn-for';

import { server } from './server';

// A busy machine needs longer than the second that is usual.
configure({ asyncUtilTimeout: 15_000 });

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

/** Nor does it scroll: everything is near. */
class NearObserver implements IntersectionObserver {
  readonly root = null;
  readonly rootMargin = '';
  readonly scrollMargin = '';
  readonly thresholds = [];

  constructor(private readonly callback: IntersectionObserverCallback) {}

  observe(target: Element) {
    const entry = { target, isIntersecting: true } as IntersectionObserverEntry;
    queueMicrotask(() => this.callback([entry], this));
  }

  takeRecords() {
    return [];
  }

  unobserve() {
    // Nothing is kept that would have to be let go.
  }

  disconnect() {
    // As above.
  }
}

window.ResizeObserver = FixedSizeObserver;
window.IntersectionObserver = NearObserver;
window.scrollTo = () => undefined;

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  cleanup();
  server.resetHandlers();
  localStorage.clear();
  drawFor(null);
});
afterAll(() => server.close());
