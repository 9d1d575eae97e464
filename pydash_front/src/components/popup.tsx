import ButtonBase from '@mui/material/ButtonBase';
import Popover from '@mui/material/Popover';
import { useState, type ReactNode } from 'react';

import { DownIcon } from '@/components/icons';

interface PopupProps {
  label: string;
  /** What stands on the button. */
  face: ReactNode;
  look?: 'field' | 'chip' | 'chosen';
  children: (close: () => void) => ReactNode;
}

const FIELD = { height: { xs: 44, sm: 36 }, px: 2.5, borderRadius: 1 } as const;
const CHIP = { height: { xs: 36, sm: 28 }, px: 2.5, borderRadius: '18px' } as const;

const LOOKS = {
  field: { ...FIELD, border: 1, borderColor: 'divider', bgcolor: 'background.paper' },
  chip: { ...CHIP, border: '1px dashed', borderColor: 'tone.control', color: 'text.secondary' },
  chosen: { ...CHIP, bgcolor: 'tone.accentSoft', color: 'primary.main', fontWeight: 550 },
} as const;

/** A button that opens something to choose from. */
export function Popup({ label, face, look = 'field', children }: PopupProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = () => setAnchor(null);
  return (
    <>
      <ButtonBase
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{
          ...LOOKS[look],
          flex: 'none',
          gap: 1.5,
          typography: look === 'field' ? 'body1' : 'body2',
          whiteSpace: 'nowrap',
        }}
      >
        {face}
        {look === 'field' && <DownIcon fontSize="small" sx={{ color: 'text.hint' }} />}
      </ButtonBase>
      <Popover
        anchorEl={anchor}
        open={anchor !== null}
        onClose={close}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{
          paper: {
            role: 'dialog',
            'aria-label': label,
            sx: {
              mt: 1,
              boxShadow: 'var(--mui-palette-tone-shadowMenu)',
              border: 1,
              borderColor: 'divider',
              backgroundImage: 'none',
            },
          },
        }}
      >
        {children(close)}
      </Popover>
    </>
  );
}
