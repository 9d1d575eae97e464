import { expect, it } from 'vitest';

import { byName, inOrderOf } from './by-name';

const VERSIONS = ['abc123', '482913', 'def456'];
const ANSWER = JSON.parse('{"abc123": 1, "482913": 2, "def456": 3}') as Record<string, number>;

it('keeps the order first seen, also of names that look like numbers', () => {
  expect([...byName(ANSWER, VERSIONS)]).toEqual([
    ['abc123', 1],
    ['482913', 2],
    ['def456', 3],
  ]);
  expect([...inOrderOf(byName(ANSWER), VERSIONS).keys()]).toEqual(VERSIONS);
});

it('puts what the order does not know last', () => {
  expect([...byName(ANSWER, ['def456']).keys()].at(0)).toBe('def456');
  expect(byName(ANSWER, ['def456', 'gone']).size).toBe(3);
});

it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty', 'valueOf'])(
  'takes %s for a name like others',
  (name) => {
    const answer = JSON.parse(`{"${name}": 7, "ada": 1}`) as Record<string, number>;
    expect(byName(answer).get(name)).toBe(7);
    expect(byName({}).get(name)).toBeUndefined();
  },
);
