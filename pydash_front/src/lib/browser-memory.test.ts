import { afterEach, expect, it, vi } from 'vitest';

import { recall, remember } from './browser-memory';

afterEach(() => vi.restoreAllMocks());

it('recalls what it was asked to remember', () => {
  remember('colour', 'green');
  expect(recall('colour')).toBe('green');
  expect(recall('shape')).toBeNull();
});

it('does without a memory that throws on every use', () => {
  vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  expect(() => remember('colour', 'green')).not.toThrow();
  expect(recall('colour')).toBeNull();
});

it('does without a memory that is full', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  expect(() => remember('colour', 'green')).not.toThrow();
});
