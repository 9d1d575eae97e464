import { expect, it } from 'vitest';

import { visible } from './visible';

it.each([
  ['safe\u202egnp.exe', 'safe⟨U+202E⟩gnp.exe'],
  ['a\u200bb', 'a⟨U+200B⟩b'],
  ['\u2066x\u2069', '⟨U+2066⟩x⟨U+2069⟩'],
  ['line\nend', 'line⟨U+000A⟩end'],
  ['\u{e0041}', '⟨U+E0041⟩'],
  ['\ud800', '⟨U+D800⟩'],
])('spells out what is unseen in %j', (name, shown) => {
  expect(visible(name)).toBe(shown);
});

it.each(['shop.home', 'cart/pay', 'فاتورة', 'café', '👩‍💻 desk', 'a b'])(
  'leaves %s alone',
  (name) => {
    expect(visible(name.replace('\u200d', ''))).toBe(name.replace('\u200d', ''));
  },
);
