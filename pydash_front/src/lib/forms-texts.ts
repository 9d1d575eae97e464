/** What fields of any form say. */
export const formsTexts = {
  tooLong: (most: number) => `At most ${most} characters.`,
} as const;
