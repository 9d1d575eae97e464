/**
 * The browsers that PyDash supports, as `browserslist` in package.json says: what Vite makes the
 * code for, and what ESLint forbids because one of them lacks it.
 */
import browserslist from 'browserslist';

/** What the build calls them, where that is another name. */
const BUILD_NAMES = { ios_saf: 'ios' };

/** The oldest version of each. */
export function oldestBrowsers() {
  const oldest = {};
  for (const entry of browserslist()) {
    const [name, versions] = entry.split(' ');
    const version = Number.parseFloat(versions);
    oldest[name] = Math.min(oldest[name] ?? Infinity, version);
  }
  return oldest;
}

/** As Vite's `build.target` wants them: `firefox115`. */
export function buildTargets() {
  return Object.entries(oldestBrowsers()).map(
    ([name, version]) => `${BUILD_NAMES[name] ?? name}${version}`,
  );
}

const NEVER = Infinity;

/**
 * Younger parts of the web, and since when browsers have them. What JavaScript itself has gained
 * since 2023, TypeScript's `lib` keeps out.
 *
 * Source: MDN's browser-compat-data.
 */
const YOUNG_PARTS = [
  ['URL', /^(parse|canParse)$/, { chrome: 126, edge: 126, firefox: 126, safari: 18 }],
  ['AbortSignal', /^any$/, { chrome: 116, edge: 116, firefox: 124, safari: 17.4 }],
  ['Intl', /^Segmenter$/, { chrome: 87, edge: 87, firefox: 125, safari: 14.1 }],
  ['Intl', /^DurationFormat$/, { chrome: 129, edge: 129, firefox: 136, safari: 16.4 }],
  ['document', /^startViewTransition$/, { chrome: 111, edge: 111, firefox: 144, safari: 18 }],
  ['navigator', /^userAgentData$/, { chrome: 90, edge: 90, firefox: NEVER, safari: NEVER }],
  ['window', /^requestIdleCallback$/, { chrome: 47, edge: 79, firefox: 55, safari: NEVER }],
  ['window', /^scheduler$/, { chrome: 94, edge: 94, firefox: 142, safari: NEVER }],
  ['window', /^cookieStore$/, { chrome: 87, edge: 87, firefox: 140, safari: 18.4 }],
  ['window', /^showSaveFilePicker$/, { chrome: 86, edge: 86, firefox: NEVER, safari: NEVER }],
];

/** For `no-restricted-syntax`: each part that a supported browser lacks. */
export function tooYoungParts() {
  const oldest = oldestBrowsers();
  const lacks = (since) => Object.keys(since).filter((name) => since[name] > oldest[name]);
  return YOUNG_PARTS.filter(([, , since]) => lacks(since).length > 0).map(
    ([owner, names, since]) => ({
      selector: `MemberExpression[object.name='${owner}'][property.name=${String(names)}]`,
      message: `Supported versions of ${lacks(since).join(', ')} lack this (browserslist in package.json).`,
    }),
  );
}
