import path from 'node:path';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

import { buildTargets } from './pydash_front/supported-browsers.js';
import { precompress } from './pydash_front/vite-plugins/precompress.ts';
import { precacheList } from './pydash_front/vite-plugins/precache-list.ts';

const here = import.meta.dirname;
const root = path.join(here, 'pydash_front');
const apiPort = process.env.PYDASH_PORT ?? '5000';

export default defineConfig({
  root,
  // One build serves every path: files name each other, and the server writes the page's own
  // addresses.
  base: './',
  cacheDir: path.join(here, 'node_modules/.vite'),
  plugins: [react(), precacheList(), precompress()],
  resolve: { alias: { '@': path.join(root, 'src') } },
  server: {
    host: '127.0.0.1',
    port: Number(process.env.VITE_PORT ?? 5173),
    proxy: { '/api': `http://127.0.0.1:${apiPort}` },
  },
  build: {
    outDir: path.join(here, 'pydash_web/static'),
    emptyOutDir: true,
    target: buildTargets(),
    // The Content-Security-Policy knows no `data:` addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: path.join(root, 'index.html'),
        sw: path.join(root, 'src/sw/sw.ts'),
      },
      output: {
        // A service worker governs the paths beside and below its own, and keeps its name.
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        codeSplitting: {
          groups: [
            // Stays the same, and in the browser's cache, while PyDash itself changes.
            { name: 'react', test: /node_modules\/(react|react-dom|react-router|scheduler)\// },
            { name: 'nivo', test: /node_modules\/(@nivo|@react-spring|d3-[a-z-]+|lodash)\// },
            // What every page loads of the other libraries, in one piece, which packs best.
            { name: 'libraries', test: /node_modules\//, tags: ['$initial'] },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: [path.join(root, 'src/testing/setup.ts')],
    // A zone with summer time, and not the server's UTC.
    env: { TZ: 'Europe/Amsterdam' },
    restoreMocks: true,
    testTimeout: 60_000,
    // On a machine that others slow down a test may run out of time.
    retry: process.env.CI ? 1 : 0,
  },
});
