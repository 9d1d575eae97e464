import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';

import { MODE_STORAGE_KEY } from '@/lib/mode-storage';
import { theme } from './theme';

function readNonce(): string | undefined {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.content;
}

/** Theme, and styles that the Content-Security-Policy lets in by the response's nonce. */
export function Appearance({ children }: { children: ReactNode }) {
  const [cache] = useState(() => createCache({ key: 'css', nonce: readNonce(), prepend: true }));
  return (
    <CacheProvider value={cache}>
      <ThemeProvider
        theme={theme}
        defaultMode="system"
        modeStorageKey={MODE_STORAGE_KEY}

        noSsr
      >
        <CssBaseline />
        {children}
      </ThemeProvider>
    </CacheProvider>
  );
}
