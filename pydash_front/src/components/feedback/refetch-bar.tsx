import Box from '@mui/material/Box';

import { WaitingBar } from './progress-bar';

/** A thin bar over old data while newer is on its way; the first 150 ms show nothing. */
export function RefetchBar({ isActive }: { isActive: boolean }) {
  return (
    <Box
      aria-hidden
      sx={{
        position: 'absolute',
        insetInline: 0,
        top: 0,
        opacity: isActive ? 1 : 0,
        transition: 'opacity 120ms ease-out',
        transitionDelay: isActive ? '150ms' : '0ms',
        pointerEvents: 'none',
      }}
    >
      {isActive && <WaitingBar />}
    </Box>
  );
}
