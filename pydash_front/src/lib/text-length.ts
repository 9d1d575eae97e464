import { formsTexts } from './forms-texts';

/** The length of a text as the server counts it: in code points, accents joined with letters. */
export function countCharacters(text: string): number {
  return Array.from(text.normalize('NFC')).length;
}

/** What is wrong with a text of more characters than the API takes. */
export function tooLong(text: string, most: number): string | undefined {
  return countCharacters(text) > most ? formsTexts.tooLong(most) : undefined;
}
