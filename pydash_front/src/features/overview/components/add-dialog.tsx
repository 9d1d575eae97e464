import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import IconButton from '@mui/material/IconButton';
import { useId } from 'react';

import { CloseIcon } from '@/components/icons';
import { Typography } from '@/components/typography';
import { texts } from '@/lib/texts';

import { AddForm } from './add-form';
import { AddedApp } from './added-app';
import { SetupSteps } from './setup-steps';
import type { Adding } from './use-add-form';

interface AddDialogProps {
  adding: Adding;
  isOpen: boolean;
  onClose: () => void;
}

/** Says what is to be done in the app, asks where it is, and waits for it. */
export function AddDialog({ adding, isOpen, onClose }: AddDialogProps) {
  const titleId = useId();
  return (
    <Dialog
      open={isOpen}
      onClose={onClose}
      aria-labelledby={titleId}
      slotProps={{ paper: { sx: { width: 720 } } }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', px: { xs: 3.5, sm: 5 }, pt: 4 }}>
        <Typography id={titleId} variant="h1" component="h2" sx={{ flex: 1, fontSize: 20 }}>
          {texts.addDashboard.title}
        </Typography>
        <IconButton aria-label={texts.close} onClick={onClose}>
          <CloseIcon />
        </IconButton>
      </Box>
      {adding.isAdded ? (
        <AddedApp adding={adding} onClose={onClose} />
      ) : (
        <SetupSteps>
          <AddForm adding={adding} onClose={onClose} />
        </SetupSteps>
      )}
    </Dialog>
  );
}
