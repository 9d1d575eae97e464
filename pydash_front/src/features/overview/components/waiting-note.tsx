import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

import { Note } from '@/components/feedback/note';
import { texts } from '@/lib/texts';

import type { Adding } from './use-add-form';

const words = texts.addDashboard;

interface WaitingNoteProps {
  adding: Adding;
  onShow: () => void;
}

/** On the overview: that PyDash goes on waiting for an app though its dialog is closed. */
export function WaitingNote({ adding, onShow }: WaitingNoteProps) {
  const { sought, look, isAdded } = adding;
  if (!sought) return null;
  const show = (
    <Button variant="outlined" size="small" onClick={onShow}>
      {words.showWaiting}
    </Button>
  );
  return (
    <Box sx={{ mb: 4 }}>
      <Note kind={isAdded ? 'good' : 'info'} role="status" action={show}>
        {isAdded
          ? words.added(sought.dashboard.name)
          : words.waitingFor(sought.dashboard.url, look?.message ?? '')}
      </Note>
    </Box>
  );
}
