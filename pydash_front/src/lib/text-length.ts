/** The length of a text as the server counts it: in code points. */
export function countCharacters(text: string): number {
  return Array.from(text).length;
}
