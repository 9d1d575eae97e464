/** Where on its host PyDash lies. One build serves every path: the server writes it into the page. */

function readBasePath(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="pydash-base-path"]');
  const path = meta?.content ?? '';
  // Vite's own server leaves the mark as it is.
  return path.startsWith('/') ? path : '';
}

/** The path below which PyDash lies, `/pydash`; empty where it has its host for itself. */
export const basePath = readBasePath();

/** The address of something that PyDash's server answers, or of a page that is loaded anew. */
export function atBase(path: string): string {
  return `${basePath}${path}`;
}

/** The path of a page as its routes know it; `null` for one outside of PyDash. */
export function withoutBase(pathname: string): string | null {
  if (pathname === basePath) return '/';
  // In whatever letters the hexadecimal digits of an escape were written.
  const isBelow = pathname.toLowerCase().startsWith(`${basePath}/`.toLowerCase());
  return isBelow ? pathname.slice(basePath.length) : null;
}
