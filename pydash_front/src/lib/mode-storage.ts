/** Shared with `public/theme.js`, which reads it before the first paint. */
export const MODE_STORAGE_KEY = 'pydash-theme';
