import { describe, expect, it } from 'vitest';

import { checkNewDashboard } from './rules';

const errorOf = (url: string) => checkNewDashboard({ url, name: 'shop', token: 'x' }).url;

describe('the address of a new dashboard', () => {
  it.each([
    'https://shop.example.org/dashboard',
    ' http://shop:5000/dashboard\n',
    '<https://shop.example.org/dashboard>',
    '“https://shop.example.org/dashboard/login?next=x#y”.',
    '\u200bhttps://shop.example.org\ufeff',
    'shop.example.org/dashboard/overview',
    'localhost:5000/dashboard',
  ])('may be %j, which the server understands', (url) => {
    expect(errorOf(url)).toBeUndefined();
  });

  it.each(['ftp://shop.example.org', 'http://', 'https:///dashboard', 'shop', '/dashboard'])(
    'is not %j',
    (url) => {
      expect(errorOf(url)).toMatch(/An address starts with/);
    },
  );
});
