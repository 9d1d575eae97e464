import Box from '@mui/material/Box';
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';

/** A checkbox of the browser's own, drawn as a switch. */
const Track = styled('input')(({ theme }) => ({
  appearance: 'none',
  flex: 'none',
  width: 36,
  height: 20,
  margin: 0,
  borderRadius: 10,
  cursor: 'pointer',
  backgroundColor: theme.vars.palette.tone.control,
  transition: 'background-color 120ms ease-out',
  '&::after': {
    content: '""',
    display: 'block',
    width: 16,
    height: 16,
    margin: 2,
    borderRadius: '50%',
    backgroundColor: theme.vars.palette.background.paper,
    transition: 'transform 120ms ease-out',
  },
  '&:checked': { backgroundColor: theme.vars.palette.primary.main },
  '&:checked::after': { transform: 'translateX(16px)' },
  // Where colours are the user's own, the ring has to tell.
  '@media (forced-colors: active)': { border: '1px solid' },
}));

interface ToggleProps {
  isOn: boolean;
  onToggle: (isWanted: boolean) => void;
  children: ReactNode;
}

/** On or off, with its name beside it. */
export function Toggle({ isOn, onToggle, children }: ToggleProps) {
  return (
    <Box
      component="label"
      sx={{ display: 'flex', alignItems: 'center', gap: 3, minHeight: { xs: 44, sm: 32 } }}
    >
      <Track
        type="checkbox"
        role="switch"
        checked={isOn}
        onChange={(event) => onToggle(event.target.checked)}
      />
      <Box component="span" sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        {children}
      </Box>
    </Box>
  );
}
