import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

interface BottomBarProps {
  /** Nothing is shown while there is nothing to say, but readers know where to listen. */
  children: ReactNode;
}

/** A sentence over the page's lower edge, of what concerns all of it. */
export function BottomBar({ children }: BottomBarProps) {
  return (
    <Box role="status" sx={{ position: 'fixed', insetInline: 0, bottom: 0, zIndex: 'snackbar' }}>
      {children && (
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            alignItems: 'center',
            justifyContent: 'center',
            columnGap: 4,
            px: 4,
            py: 2,
            bgcolor: 'text.primary',
            color: 'background.paper',
            typography: 'body2',
          }}
        >
          {children}
        </Box>
      )}
    </Box>
  );
}
