/** How hard a password is to guess, roughly; the server alone decides whether it will do. */
import { countCharacters } from './text-length';

export const MIN_PASSWORD_LENGTH = 8;

export const STRENGTHS = ['weak', 'fair', 'good', 'strong'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** How many signs each kind has, of which a guesser must think. */
const KINDS: readonly [RegExp, number][] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/\d/, 10],
  [/[^a-zA-Z\d]/, 33],
];

const FAIR_BITS = 36;
const GOOD_BITS = 56;
const STRONG_BITS = 76;

/** Runs as in `aaaa`, `1234` and `dcba` count as one sign. */
function countSurprises(password: string): number {
  const codes = Array.from(password, (sign) => sign.codePointAt(0) ?? 0);
  return codes.filter((code, index) => {
    const step = code - (codes[index - 1] ?? Infinity);
    return Math.abs(step) > 1;
  }).length;
}

/** From the bits that a guesser who knows the kinds of signs has to try. */
export function strengthOf(password: string): Strength {
  const signs = KINDS.reduce((sum, [kind, size]) => sum + (kind.test(password) ? size : 0), 0);
  const bits = countSurprises(password) * Math.log2(Math.max(signs, 2));
  if (countCharacters(password) < MIN_PASSWORD_LENGTH || bits < FAIR_BITS) return 'weak';
  if (bits < GOOD_BITS) return 'fair';
  return bits < STRONG_BITS ? 'good' : 'strong';
}
