import Button from '@mui/material/Button';
import { useState, type SubmitEvent } from 'react';

import { ErrorNote } from '@/components/feedback/error-note';
import { Note } from '@/components/feedback/note';
import { LabelledField } from '@/components/forms/labelled-field';
import { texts } from '@/lib/texts';

import { useRequestPasswordReset } from './api';
import { Aside } from './components/aside';
import { AuthLayout } from './components/auth-layout';
import { emailError } from './rules';

/** Has a link sent that lets its reader choose another password. */
export function ForgotPasswordPage() {
  return (
    <AuthLayout title={texts.auth.forgotTitle} lead={texts.auth.forgotLead}>
      <RequestForm />
      <Aside question={texts.auth.remembered} answer={texts.auth.logIn} to="/login" />
    </AuthLayout>
  );
}

function RequestForm() {
  const [email, setEmail] = useState('');
  const [wrong, setWrong] = useState<string>();
  const request = useRequestPasswordReset();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const error = emailError(email);
    setWrong(error);
    if (!error) request.mutate(email.trim());
  };
  if (request.isSuccess) {
    return (
      <Note kind="good" role="status">
        {request.data.message}
      </Note>
    );
  }
  return (
    <form onSubmit={submit} noValidate>
      <LabelledField
        label={texts.auth.email}
        value={email}
        onValue={setEmail}
        error={wrong}
        name="email"
        type="email"
        autoComplete="email"
        autoFocus
      />
      {request.error && <ErrorNote error={request.error} />}
      <Button
        type="submit"
        variant="contained"
        size="large"
        fullWidth
        loading={request.isPending}
        sx={{ mt: request.error ? 4 : 2 }}
      >
        {texts.auth.sendLink}
      </Button>
    </form>
  );
}
