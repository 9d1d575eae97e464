import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Plugin, Rolldown } from 'vite';

/** What the service worker's source says where the list belongs. */
const PLACEHOLDER = 'self.__PRECACHE__';
const WORKER = 'sw.js';

/** Scripts, styles and the font of Latin letters; other alphabets are fetched when met. */
const WANTED = /\.(js|css)$|inter-latin-wght-normal.*\.woff2$/;

/** Files of `public/` that the page asks for by name. */
const PUBLIC_FILES = ['support.js', 'theme.js', 'favicon.svg', 'manifest.webmanifest'];

/** Writes into `sw.js` which files beside it are kept for offline, and a version that names them. */
export function precacheList(): Plugin {
  let publicDir = '';
  return {
    name: 'pydash-precache-list',
    apply: 'build',
    configResolved(config) {
      publicDir = config.publicDir;
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle[WORKER];
        if (worker?.type !== 'chunk' || !worker.code.includes(PLACEHOLDER)) {
          throw new Error(`The build made no ${WORKER} with ${PLACEHOLDER} in it.`);
        }
        const files = [...PUBLIC_FILES, ...wantedFiles(bundle)];
        const list = { version: versionOf(bundle, publicDir), files };
        worker.code = worker.code.replace(PLACEHOLDER, JSON.stringify(list));
      },
    },
  };
}

function wantedFiles(bundle: Rolldown.OutputBundle): string[] {
  const names = Object.keys(bundle).filter((name) => name !== WORKER && WANTED.test(name));
  return names.sort();
}

/** Changes whenever a kept file does: built files carry a hash in their names, others don't. */
function versionOf(bundle: Rolldown.OutputBundle, publicDir: string): string {
  const hash = createHash('sha256');
  for (const file of PUBLIC_FILES) hash.update(readFileSync(path.join(publicDir, file)));
  for (const name of Object.keys(bundle).sort()) {
    const output = bundle[name];
    hash.update(name);
    if (output?.type === 'asset' && name.endsWith('.html')) hash.update(output.source);
  }
  return hash.digest('hex').slice(0, 16);
}
