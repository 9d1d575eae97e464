import { keyframes } from '@emotion/react';
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

import { texts } from '@/lib/texts';

const appear = keyframes({ from: { visibility: 'hidden' }, to: { visibility: 'visible' } });

/** Shows a skeleton only if the wait is long enough to be noticed. */
export function Delayed({ children }: { children: ReactNode }) {
  return (
    <Box
      role="status"
      aria-label={texts.loading}
      sx={{ animation: `${appear} 0s linear 150ms both` }}
    >
      {children}
    </Box>
  );
}
