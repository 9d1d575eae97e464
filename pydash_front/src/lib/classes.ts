/** The names of an element's CSS classes; those that don't apply are left out. */
export function classes(...names: (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
