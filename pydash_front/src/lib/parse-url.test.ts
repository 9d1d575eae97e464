import { afterEach, beforeEach, expect, it } from 'vitest';

import { parseUrl } from './parse-url';

const parse = Object.getOwnPropertyDescriptor(URL, 'parse');

beforeEach(() => {
  Reflect.deleteProperty(URL, 'parse'); // as in Firefox ESR 115
});

afterEach(() => {
  if (parse) Object.defineProperty(URL, 'parse', parse);
});

it('reads addresses where the browser has no URL.parse', () => {
  expect(parseUrl('/dashboards', 'https://pydash.test')?.href).toBe(
    'https://pydash.test/dashboards',
  );
  expect(parseUrl('no address')).toBeNull();
});
