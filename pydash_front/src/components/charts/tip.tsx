import Box from '@mui/material/Box';

import type { Words } from './words';

interface TipProps {
  title: string;
  words: readonly Words[];
  /** Which side of its anchor it hangs on: there must be room. */
  isOnLeft: boolean;
}

/** The figures under the pointer. */
export function Tip({ title, words, isOnLeft }: TipProps) {
  return (
    <Box
      sx={{
        position: 'absolute',
        top: 0,
        ...(isOnLeft ? { right: 8 } : { left: 8 }),
        px: 2.5,
        py: 1.5,
        borderRadius: 1,
        border: 1,
        borderColor: 'divider',
        bgcolor: 'background.paper',
        boxShadow: 'var(--mui-palette-tone-shadowMenu)',
        typography: 'caption',
        whiteSpace: 'nowrap',
        zIndex: 1,
      }}
    >
      <Box sx={{ color: 'text.hint' }}>{title}</Box>
      {words.map(({ name, value }) => (
        <Box key={name} sx={{ display: 'flex', justifyContent: 'space-between', gap: 3 }}>
          {name && (
            <Box component="span" sx={{ color: 'text.secondary' }}>
              {name}
            </Box>
          )}
          <Box component="span" sx={{ fontWeight: 600 }}>
            {value}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
