import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogTitle from '@mui/material/DialogTitle';
import type { ReactNode } from 'react';

import { texts } from '@/lib/texts';

/** What a dialog is about. */
export function DialogHead({ id, children }: { id: string; children: ReactNode }) {
  return (
    <DialogTitle id={id} sx={{ fontSize: 20, fontWeight: 620, overflowWrap: 'anywhere' }}>
      {children}
    </DialogTitle>
  );
}

interface DialogDeedsProps {
  deed: string;
  isPending: boolean;
  isDangerous: boolean;
  onCancel: () => void;
  /** Without it the button submits the form around it. */
  onDeed?: () => void;
}

/** The way back, on which a dialog without fields begins, and the deed. */
export function DialogDeeds({ deed, isPending, isDangerous, onCancel, onDeed }: DialogDeedsProps) {
  return (
    <DialogActions sx={{ px: 6, pb: 5, flexWrap: 'wrap', gap: 1 }}>
      <Button variant="outlined" onClick={onCancel} autoFocus={!!onDeed}>
        {texts.cancel}
      </Button>
      <Button
        type={onDeed ? 'button' : 'submit'}
        variant="contained"
        color={isDangerous ? 'error' : 'primary'}
        loading={isPending}
        onClick={onDeed}
      >
        {deed}
      </Button>
    </DialogActions>
  );
}
