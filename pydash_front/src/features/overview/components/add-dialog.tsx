import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import IconButton from '@mui/material/IconButton';
import { Typography } from '@/components/typography';
import { useId } from 'react';

import { CloseIcon } from '@/components/icons';
import { texts } from '@/lib/texts';

import { AddForm } from './add-form';

interface AddDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

export function AddDialog({ isOpen, onClose }: AddDialogProps) {
  const titleId = useId();
  return (
    <Dialog open={isOpen} onClose={onClose} aria-labelledby={titleId}>
      <Box sx={{ p: { xs: 4, sm: 6 } }}>
        <Box sx={{ display: 'flex', alignItems: 'center' }}>
          <Typography id={titleId} variant="h1" component="h2" sx={{ flex: 1, fontSize: 20 }}>
            {texts.addDashboard.title}
          </Typography>
          <IconButton aria-label={texts.close} onClick={onClose}>
            <CloseIcon />
          </IconButton>
        </Box>
        <Typography variant="body2" sx={{ color: 'text.secondary', mt: 1, mb: 5 }}>
          {texts.addDashboard.lead}
        </Typography>
        <AddForm onClose={onClose} />
      </Box>
    </Dialog>
  );
}
