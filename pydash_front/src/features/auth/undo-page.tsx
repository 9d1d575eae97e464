import Button from '@mui/material/Button';
import { Link, useParams } from 'react-router';

import { ErrorNote } from '@/components/feedback/error-note';
import { texts } from '@/lib/texts';

import { useUndo } from './api';
import { AuthLayout } from './components/auth-layout';

/**
 * Where the link of a mail about a changed account leads. Opening it changes nothing yet: programs
 * that look for dangerous links open them, too.
 */
export function UndoPage() {
  const { code = '' } = useParams();
  const undo = useUndo(code);
  if (undo.data) {
    return (
      <AuthLayout title={texts.auth.undoneTitle} lead={undo.data.message}>
        <Button component={Link} to="/login" variant="contained" size="large" fullWidth>
          {texts.auth.logIn}
        </Button>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title={texts.auth.undoTitle} lead={texts.auth.undoLead}>
      {undo.error && <ErrorNote error={undo.error} />}
      <Button
        variant="contained"
        color="error"
        size="large"
        fullWidth
        loading={undo.isPending}
        onClick={() => undo.mutate()}
        sx={{ mt: undo.error ? 4 : 0 }}
      >
        {texts.auth.undo}
      </Button>
    </AuthLayout>
  );
}
