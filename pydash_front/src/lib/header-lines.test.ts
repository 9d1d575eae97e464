import { expect, it } from 'vitest';

import { parseHeaderLines } from './header-lines';

it.each([
  ['', []],
  ['Authorization: Basic YTpi', [{ name: 'Authorization', value: 'Basic YTpi' }]],
  [' X-Url :  https://a:b \n\n', [{ name: 'X-Url', value: 'https://a:b' }]],
  ['X-Kept', [{ name: 'X-Kept', value: '' }]],
  [
    'A: 1\r\nB: 2',
    [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ],
  ],
])('reads %j', (text, headers) => {
  expect(parseHeaderLines(text)).toEqual(headers);
});
