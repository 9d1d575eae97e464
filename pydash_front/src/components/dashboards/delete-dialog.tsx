import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { Typography } from '@/components/typography';
import { useId } from 'react';

import { ErrorNote } from '@/components/feedback/error-note';
import type { Dashboard } from '@/lib/api-types';
import { useDeleteDashboard } from '@/lib/dashboards';
import { texts } from '@/lib/texts';

interface DeleteDialogProps {
  dashboard: Dashboard;
  isOpen: boolean;
  onClose: () => void;
  onDeleted?: () => void;
}

/** Asks once more before a dashboard goes, with all it has measured. */
export function DeleteDialog({ dashboard, isOpen, onClose, onDeleted }: DeleteDialogProps) {
  const titleId = useId();
  const deletion = useDeleteDashboard(dashboard.id);
  const confirm = () =>
    deletion.mutate(undefined, {
      onSuccess: () => {
        onClose();
        onDeleted?.();
      },
    });
  return (
    <Dialog open={isOpen} onClose={onClose} aria-labelledby={titleId}>
      <DialogTitle id={titleId} sx={{ fontSize: 20, fontWeight: 620, overflowWrap: 'anywhere' }}>
        {texts.dashboard.deleteTitle(dashboard.name)}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 4 }}>
        <Typography sx={{ color: 'text.secondary' }}>{texts.dashboard.deleteBody}</Typography>
        {deletion.error && <ErrorNote error={deletion.error} />}
      </DialogContent>
      <DialogActions sx={{ px: 6, pb: 5, flexWrap: 'wrap', gap: 1 }}>
        <Button variant="outlined" onClick={onClose} autoFocus>
          {texts.cancel}
        </Button>
        <Button variant="contained" color="error" loading={deletion.isPending} onClick={confirm}>
          {texts.dashboard.delete}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
