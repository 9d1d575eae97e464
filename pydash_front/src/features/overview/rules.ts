/** What the server asks of a new dashboard, checked while it is typed. */
import type { NewDashboard } from '@/lib/api-types';
import { countCharacters } from '@/lib/text-length';
import { texts } from '@/lib/texts';

const MAX_NAME_LENGTH = 64;

export type FieldErrors = Partial<Record<keyof NewDashboard, string>>;

function urlError(url: string): string | undefined {
  if (!url.trim()) return texts.addDashboard.urlMissing;
  const parsed = URL.parse(url.trim());
  const isFit = parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.hostname !== '';
  return isFit ? undefined : texts.addDashboard.urlInvalid;
}

function nameError(name: string): string | undefined {
  if (!name.trim()) return texts.addDashboard.nameMissing;
  const isTooLong = countCharacters(name.trim()) > MAX_NAME_LENGTH;
  return isTooLong ? texts.addDashboard.nameTooLong : undefined;
}

/** One sentence for each field that does not pass; an empty object when all do. */
export function checkNewDashboard({ url, name, token }: NewDashboard): FieldErrors {
  const errors: FieldErrors = {
    url: urlError(url),
    name: nameError(name),
    token: token ? undefined : texts.addDashboard.tokenMissing,
  };
  return Object.fromEntries(Object.entries(errors).filter(([, error]) => error));
}

/** `checkout` of `https://checkout.example.org/dashboard`: a first idea of a name. */
export function nameFromUrl(url: string): string {
  const host = URL.parse(url.trim())?.hostname ?? '';
  const isAddress = /^[\d.]+$|:/.test(host);
  return isAddress ? host : (host.replace(/^www\./, '').split('.')[0] ?? '');
}
