import Box from '@mui/material/Box';

import { useMode } from '@/hooks/use-mode';
import { TOKENS } from '@/lib/tokens';

/** The steps of a heat map's colours with both ends in words. */
export function HeatScale({ highest }: { highest: string }) {
  const { sequence } = TOKENS[useMode()];
  return (
    <Box
      component="span"
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 1.5,
        typography: 'caption',
        color: 'text.secondary',
      }}
    >
      0
      <Box component="span" aria-hidden sx={{ display: 'inline-flex' }}>
        {sequence.map((color) => (
          <Box key={color} component="i" sx={{ width: 12, height: 10, bgcolor: color }} />
        ))}
      </Box>
      {highest}
    </Box>
  );
}
