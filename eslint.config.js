import { readdirSync } from 'node:fs';
import path from 'node:path';

import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import reactRefresh from 'eslint-plugin-react-refresh';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

import { tooYoungParts } from './pydash_front/supported-browsers.js';

const FRONT = 'pydash_front';
const SOURCE = `${FRONT}/src`;

const features = readdirSync(path.join(import.meta.dirname, SOURCE, 'features'));

/** Forbids files below `folder` to import what matches one of the patterns. */
function zone(folder, patterns, message) {
  return {
    files: [`${SOURCE}/${folder}/**`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ group: patterns, message }] },
      ],
    },
  };
}

/** Forbids what only one place may do; `where` does it for all. */
function only(where, rules) {
  return { files: [`${SOURCE}/**`], ignores: [...where, ...TESTS], rules };
}

const TESTS = [`${SOURCE}/**/*.test.{ts,tsx}`, `${SOURCE}/testing/**`];
const MEMBERS = /^(keys|values|entries|fromEntries)$/;

/** What the environment can't be trusted with, and names from data. */
const UNTRUSTED = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: "Ask lib/clock for the present: this computer's clock may be wrong.",
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: "Ask lib/clock for the present: this computer's clock may be wrong.",
  },
  {
    selector: `CallExpression[callee.object.name='Object'][callee.property.name=${MEMBERS}]`,
    message: 'Names out of data belong in a Map: see lib/by-name.',
  },
  {
    selector: "MemberExpression[property.name='resolvedOptions']",
    message: 'Ask lib/zone: a browser may report no zone, or one that does not exist.',
  },
  ...tooYoungParts(),
  {
    selector: 'MemberExpression[property.name=/^(localStorage|sessionStorage)$/]',
    message: 'Use lib/browser-memory: reading the storage may throw.',
  },
  {
    selector: "MemberExpression[property.name='clipboard']",
    message: 'Use lib/copy: over plain http there is no clipboard.',
  },
];
/** The homes of the above, and what is keyed by names of the code's own or by days. */
const TRUSTED = [
  'lib/browser-memory.ts',
  'lib/by-name.ts',
  'lib/clock.ts',
  'lib/copy.ts',
  'lib/form-errors.ts',
  'lib/measurements.ts',
  'lib/parse-url.ts',
  'lib/zone.ts',
].map((file) => `${SOURCE}/${file}`);

// Imports point one way: app -> features -> components, hooks, lib. No feature knows another.
const zones = [
  zone('lib', ['@/app/*', '@/features/*', '@/components/*', '@/hooks/*'], 'lib stands alone.'),
  zone('hooks', ['@/app/*', '@/features/*', '@/components/*'], 'Hooks know only lib.'),
  zone('components', ['@/app/*', '@/features/*'], 'Components know no feature.'),
  ...features.map((feature) =>
    zone(
      `features/${feature}`,
      [
        '@/app/*',
        ...features.filter((other) => other !== feature).map((other) => `@/features/${other}/*`),
      ],
      'A feature knows neither the app nor another feature.',
    ),
  ),
];

export default defineConfig(
  globalIgnores([
    '**/*',
    `!${FRONT}/`,
    `!${FRONT}/**`,
    '!vite.config.ts',
    '!eslint.config.js',
    `${SOURCE}/lib/openapi.d.ts`,
  ]),
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      reactHooks.configs.flat['recommended-latest'],
      jsxA11y.flatConfigs.strict,
    ],
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        project: ['./tsconfig.json', `./${SOURCE}/sw/tsconfig.json`],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      complexity: ['error', 8],
      'max-lines': ['error', 250],
      'no-console': 'error',
      // Numbers read well inside templates.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => setOpen(true)` returns nothing that anybody could use.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // The first field of a page or dialog that was just opened by its user.
      'jsx-a11y/no-autofocus': 'off',
    },
  },
  {
    files: [`${SOURCE}/**/*.tsx`],
    extends: [reactRefresh.configs.vite],
    ignores: ['**/*.test.tsx', `${SOURCE}/testing/**`],
  },
  ...zones,
  only(TRUSTED, {
    'no-restricted-globals': ['error', 'localStorage', 'sessionStorage'],
    'no-restricted-syntax': ['error', ...UNTRUSTED],
  }),
  {
    files: [`${FRONT}/public/**`],
    languageOptions: { globals: globals.browser, sourceType: 'script' },
  },
  {
    files: [
      'eslint.config.js',
      'vite.config.ts',
      `${FRONT}/supported-browsers.js`,
      `${FRONT}/vite-plugins/**`,
    ],
    languageOptions: { globals: globals.node },
  },
  prettier,
);
