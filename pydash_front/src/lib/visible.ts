/** Names as they were given, with what can't be seen in them spelled out. */

/** Controls, what turns the text beside it round, what has no width, and lone surrogates. */
const UNSEEN =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\u{e0000}-\u{e0fff}]/gu;

/** `safe⟨U+202E⟩gnp.exe`: a name that reads in the order in which it is written. */
export function visible(name: string): string {
  return name.replace(UNSEEN, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `⟨U+${code}⟩`;
  });
}
