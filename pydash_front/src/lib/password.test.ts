import { expect, it } from 'vitest';

import { strengthOf } from './password';

it.each([
  ['kX9#', 'weak'],
  ['aaaaaaaaaaaaaaaa', 'weak'],
  ['1234567890', 'weak'],
  ['sunflower', 'fair'],
  ['sunflower and rain', 'strong'],
  ['Tr0ub4dor', 'fair'],
] as const)('%s is %s', (password, strength) => {
  expect(strengthOf(password)).toBe(strength);
});
