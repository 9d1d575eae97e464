import Button from '@mui/material/Button';

import { texts } from '@/lib/texts';

import { Note } from './note';

interface ErrorNoteProps {
  error: Error;
  onRetry?: () => void;
}

/** The server's own sentence, and the way out. */
export function ErrorNote({ error, onRetry }: ErrorNoteProps) {
  const retry = onRetry && (
    <Button variant="outlined" size="small" onClick={onRetry}>
      {texts.tryAgain}
    </Button>
  );
  return (
    <Note kind="bad" role="alert" action={retry}>
      {error.message}
    </Note>
  );
}
