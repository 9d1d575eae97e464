import { parseUrl } from './parse-url';

const PARAMETER = 'return';

interface PathParts {
  pathname: string;
  search: string;
}

/** The login page that leads back to where its visitor wanted to go. */
export function loginPath({ pathname, search }: PathParts): string {
  const wanted = `${pathname}${search}`;
  return wanted === '/' ? '/login' : `/login?${PARAMETER}=${encodeURIComponent(wanted)}`;
}

/** Where to go after logging in: a path of this site, whatever a crafted link may ask for. */
export function readReturnPath(search: string): string {
  const wanted = new URLSearchParams(search).get(PARAMETER) ?? '/';
  const here = window.location.origin;
  const isOwnPath = wanted.startsWith('/') && parseUrl(wanted, here)?.origin === here;
  return isOwnPath ? wanted : '/';
}
