/** What is wrong with a form: a sentence for each field that does not pass. */
export type ErrorsByField<Field extends string> = Partial<Record<Field, string>>;

/** True where every field passes. */
export function isFaultless(errors: ErrorsByField<string>): boolean {
  return Object.values(errors).every((error) => error === undefined);
}
