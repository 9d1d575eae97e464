import Dialog from '@mui/material/Dialog';
import DialogContent from '@mui/material/DialogContent';
import { type ReactNode, useId } from 'react';

import { DialogDeeds, DialogHead } from '@/components/dialog-parts';
import { ErrorNote } from '@/components/feedback/error-note';
import { Typography } from '@/components/typography';

interface ConfirmDialogProps {
  title: string;
  /** What the deed brings about. */
  body: string;
  deed: string;
  /** A choice that belongs to the question. */
  children?: ReactNode;
  /** What does it; how far it is, and why it failed. */
  mutation: { isPending: boolean; error: Error | null };
  isOpen: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks once more before something is done that somebody will feel. */
export function ConfirmDialog({
  title,
  body,
  deed,
  children,
  mutation,
  isOpen,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const titleId = useId();
  return (
    <Dialog open={isOpen} onClose={onClose} aria-labelledby={titleId}>
      <DialogHead id={titleId}>{title}</DialogHead>
      <DialogContent sx={{ display: 'grid', gap: 4 }}>
        <Typography sx={{ color: 'text.secondary' }}>{body}</Typography>
        {children}
        {mutation.error && <ErrorNote error={mutation.error} />}
      </DialogContent>
      <DialogDeeds
        deed={deed}
        isPending={mutation.isPending}
        isDangerous
        onCancel={onClose}
        onDeed={onConfirm}
      />
    </Dialog>
  );
}
