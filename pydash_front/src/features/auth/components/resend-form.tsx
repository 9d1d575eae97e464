import Button from '@mui/material/Button';
import { useState, type SubmitEvent } from 'react';

import { ErrorNote } from '@/components/feedback/error-note';
import { Note } from '@/components/feedback/note';
import { LabelledField } from '@/components/forms/labelled-field';
import { texts } from '@/lib/texts';

import { useResendVerification } from '../api';
import { emailError } from '../rules';

/** Sends the verification mail once more. It never tells whether the address is known. */
export function ResendForm({ email: knownEmail = '' }: { email?: string }) {
  const [email, setEmail] = useState(knownEmail);
  const [error, setError] = useState<string>();
  const resend = useResendVerification();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const wrong = emailError(email);
    setError(wrong);
    if (!wrong) resend.mutate(email.trim());
  };
  if (resend.isSuccess) {
    return (
      <Note kind="good" role="status">
        {resend.data.message}
      </Note>
    );
  }
  return (
    <form onSubmit={submit} noValidate>
      <LabelledField
        label={texts.auth.email}
        value={email}
        onValue={setEmail}
        error={error}
        type="email"
        autoComplete="email"
      />
      {resend.error && <ErrorNote error={resend.error} />}
      <Button
        type="submit"
        variant="outlined"
        size="large"
        fullWidth
        loading={resend.isPending}
        sx={{ mt: resend.error ? 3 : 0 }}
      >
        {texts.auth.resend}
      </Button>
    </form>
  );
}
