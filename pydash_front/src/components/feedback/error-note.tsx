import Button from '@mui/material/Button';

import { ApiError, GATEWAY_CODE } from '@/lib/api-client';
import { texts } from '@/lib/texts';

import { Note } from './note';

interface ErrorNoteProps {
  error: Error;
  onRetry?: () => void;
}

/** The server's own sentence, and the way out. */
export function ErrorNote({ error, onRetry }: ErrorNoteProps) {
  const isGateway = error instanceof ApiError && error.code === GATEWAY_CODE;
  const act = isGateway ? () => window.location.reload() : onRetry;
  const retry = act && (
    <Button variant="outlined" size="small" onClick={act}>
      {isGateway ? texts.errors.reload : texts.tryAgain}
    </Button>
  );
  return (
    <Note kind="bad" role="alert" action={retry}>
      {error.message}
    </Note>
  );
}
