/** Reads an address; `null` where it is none. `URL.parse` is younger than browsers in use. */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
