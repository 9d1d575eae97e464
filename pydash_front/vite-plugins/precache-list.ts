import { createHash } from 'node:crypto';

import type { Plugin } from 'vite';

/** What the service worker's source says where the list belongs. */
const PLACEHOLDER = 'self.__PRECACHE__';

/** Scripts, styles and the font of Latin letters; other alphabets are fetched when met. */
const WANTED = /\.(js|css)$|inter-latin-wght-normal.*\.woff2$/;

/** Files of `public/` that the page asks for by name. */
const PUBLIC_FILES = ['/theme.js', '/favicon.svg', '/manifest.webmanifest'];

/** Writes into `sw.js` the files that it keeps for offline, and a version that names them. */
export function precacheList(): Plugin {
  return {
    name: 'pydash-precache-list',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['sw.js'];
        if (worker?.type !== 'chunk') throw new Error('The build made no sw.js.');
        if (!worker.code.includes(PLACEHOLDER)) throw new Error(`sw.js lacks ${PLACEHOLDER}.`);
        const hash = createHash('sha256');
        for (const name of Object.keys(bundle).sort()) {
          const output = bundle[name];
          hash.update(name);
          if (output?.type === 'asset' && name.endsWith('.html')) hash.update(output.source);
        }
        const urls = Object.keys(bundle)
          .filter((name) => name !== 'sw.js' && WANTED.test(name))
          .map((name) => `/${name}`)
          .sort();
        const list = {
          version: hash.digest('hex').slice(0, 16),
          urls: [...PUBLIC_FILES, ...urls],
        };
        worker.code = worker.code.replace(PLACEHOLDER, JSON.stringify(list));
      },
    },
  };
}
