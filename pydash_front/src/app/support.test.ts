import { readFileSync } from 'node:fs';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const FRONT = path.join(import.meta.dirname, '../../..');
const SCRIPT = readFileSync(path.join(FRONT, 'pydash_front/public/support.js'), 'utf-8');
const PAGE = readFileSync(path.join(FRONT, 'pydash_front/index.html'), 'utf-8');

function read() {
  // As the page's script element does, which jsdom leaves alone.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- our own file
  new Function(SCRIPT)();
}

function sentence(): HTMLElement | null {
  return document.getElementById('unsupported');
}

beforeEach(() => {
  document.body.innerHTML = new DOMParser().parseFromString(PAGE, 'text/html').body.innerHTML;
  vi.stubGlobal('CSS', { supports: () => true });
  // What browsers have, and jsdom has not.
  Object.defineProperty(HTMLScriptElement.prototype, 'noModule', {
    value: false,
    configurable: true,
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  delete document.documentElement.dataset.unsupported;
});

describe('a browser that is too old', () => {
  it('is told which ones do', () => {
    vi.stubGlobal('CSS', { supports: () => false });
    read();
    expect(sentence()).toBeVisible();
    expect(sentence()).toHaveTextContent(/Chrome or Edge 120, Firefox 115, Safari 17.4/);
    expect(document.documentElement).toHaveAttribute('data-unsupported');
  });

  it('may lack whatever is asked for', () => {
    vi.stubGlobal('CSS', undefined);
    read();
    expect(sentence()).toBeVisible();
  });

  it('whose fault nobody foresaw is told, too', () => {
    read();
    expect(sentence()).not.toBeVisible();
    window.dispatchEvent(new ErrorEvent('error', { error: new SyntaxError('unexpected token') }));
    expect(sentence()).toBeVisible();
  });
});

it('a browser of today sees nothing of it', () => {
  read();
  expect(sentence()).not.toBeVisible();
  expect(document.documentElement).not.toHaveAttribute('data-unsupported');
});

it('the sentence, the README and the build name the same browsers', () => {
  const { browserslist } = JSON.parse(readFileSync(path.join(FRONT, 'package.json'), 'utf-8')) as {
    browserslist: string[];
  };
  const oldest = new Map(browserslist.map((query) => query.split(' >= ') as [string, string]));
  const words = `Chrome or Edge ${oldest.get('chrome')}, Firefox ${oldest.get('firefox')}, Safari ${oldest.get('safari')}`;
  expect(oldest.get('edge')).toBe(oldest.get('chrome'));
  expect(oldest.get('ios_saf')).toBe(oldest.get('safari'));
  expect(PAGE.replaceAll(/\s+/g, ' ')).toContain(words);
  expect(readFileSync(path.join(FRONT, 'README.md'), 'utf-8')).toContain(words);
});
