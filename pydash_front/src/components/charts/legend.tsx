import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

interface LegendEntryProps {
  /** A colour of the theme, `tone.series`. */
  color: string;
  shape: 'square' | 'line' | 'hatch';
  children: ReactNode;
}

const SHAPES = {
  square: { width: 10, height: 10, borderRadius: '2px' },
  line: { width: 12, height: 3, borderRadius: '2px' },
  hatch: { width: 10, height: 10, borderRadius: '2px' },
} as const;

/** Lines from corner to corner: nobody knows. */
export const HATCH =
  'repeating-linear-gradient(135deg, var(--mui-palette-tone-hatch) 0 1px, transparent 1px 4px)';

export function LegendEntry({ color, shape, children }: LegendEntryProps) {
  return (
    <Box
      component="span"
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 1.5,
        typography: 'caption',
        color: 'text.secondary',
        whiteSpace: 'nowrap',
      }}
    >
      <Box
        component="i"
        aria-hidden
        sx={{
          ...SHAPES[shape],
          ...(shape === 'hatch' ? { backgroundImage: HATCH } : { bgcolor: color }),
        }}
      />
      {children}
    </Box>
  );
}
