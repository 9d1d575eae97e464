/** What the server asks of a new dashboard, checked while it is typed. */
import type { NewDashboard } from '@/lib/api-types';
import { parseUrl } from '@/lib/parse-url';
import { textBounds } from '@/lib/text-bounds';
import { tooLong } from '@/lib/text-length';
import { texts } from '@/lib/texts';
import type { ErrorsByField } from '@/lib/form-errors';

const BOUNDS = textBounds.RegisterDashboardBody;

export type FieldErrors = ErrorsByField<Exclude<keyof NewDashboard, 'headers'>>;

/**
 * Whether something pasted may be an address. The server knows more: it leaves out brackets,
 * quotation marks and what can't be seen, and finds the scheme where the browser hid it.
 */
function mayBeAddress(text: string): boolean {
  const [, scheme, rest = ''] = /([a-z][a-z\d+.-]*):\/\/(.*)/is.exec(text) ?? [];
  if (scheme) return /^https?$/i.test(scheme) && /^[^\s/]/.test(rest);
  return /\.|:\d|localhost/i.test(text);
}

function urlError(url: string): string | undefined {
  if (!url.trim()) return texts.addDashboard.urlMissing;
  return mayBeAddress(url.trim())
    ? tooLong(url.trim(), BOUNDS.url)
    : texts.addDashboard.urlInvalid;
}

function nameError(name: string): string | undefined {
  if (!name.trim()) return texts.addDashboard.nameMissing;
  return tooLong(name.trim(), BOUNDS.name);
}

/** One sentence for each field that does not pass. */
export function checkNewDashboard({ url, name, token }: NewDashboard): FieldErrors {
  return {
    url: urlError(url),
    name: nameError(name),
    // Without one it is the token that stands in the lines to paste.
    token: tooLong(token, BOUNDS.token),
  };
}

/** `checkout` of `https://checkout.example.org/dashboard`: a first idea of a name. */
export function nameFromUrl(url: string): string {
  const host = parseUrl(url.trim())?.hostname ?? '';
  const isAddress = /^[\d.]+$|:/.test(host);
  return isAddress ? host : (host.replace(/^www\./, '').split('.')[0] ?? '');
}
