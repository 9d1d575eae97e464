import Button from '@mui/material/Button';
import { useState, type SubmitEvent } from 'react';
import { Link, useParams } from 'react-router';

import { ErrorNote } from '@/components/feedback/error-note';
import { PasswordStrength } from '@/components/forms/password-strength';
import { SecretField } from '@/components/forms/secret-field';
import { ApiError } from '@/lib/api-client';
import { texts } from '@/lib/texts';

import { useResetPassword } from './api';
import { Aside } from './components/aside';
import { AuthLayout } from './components/auth-layout';
import { passwordError } from './rules';

/** Where the link of the mail leads that lets its reader choose another password. */
export function ResetPasswordPage() {
  const { code = '' } = useParams();
  const reset = useResetPassword(code);
  if (reset.isSuccess) return <Changed />;
  return (
    <AuthLayout title={texts.auth.resetTitle}>
      <ResetForm reset={reset} />
      <Aside
        question={texts.auth.resetExpired}
        answer={texts.auth.resetAgain}
        to="/forgot-password"
      />
    </AuthLayout>
  );
}

function Changed() {
  return (
    <AuthLayout title={texts.auth.resetDoneTitle} lead={texts.auth.resetDone}>
      <Button component={Link} to="/login" variant="contained" size="large" fullWidth>
        {texts.auth.logIn}
      </Button>
    </AuthLayout>
  );
}

function ResetForm({ reset }: { reset: ReturnType<typeof useResetPassword> }) {
  const [password, setPassword] = useState('');
  const [wrong, setWrong] = useState<string>();
  const refused =
    reset.error instanceof ApiError ? reset.error.fields.get('new_password') : undefined;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const error = passwordError(password);
    setWrong(error);
    if (!error) reset.mutate(password);
  };
  return (
    <form onSubmit={submit} noValidate>
      <SecretField
        label={texts.auth.newPassword}
        value={password}
        onValue={setPassword}
        error={wrong ?? refused}
        hint={<PasswordStrength password={password} />}
        showLabel={texts.auth.showPassword}
        hideLabel={texts.auth.hidePassword}
        name="new-password"
        autoComplete="new-password"
        autoFocus
      />
      {reset.error && !refused && <ErrorNote error={reset.error} />}
      <Button
        type="submit"
        variant="contained"
        size="large"
        fullWidth
        loading={reset.isPending}
        sx={{ mt: reset.error ? 4 : 2 }}
      >
        {texts.auth.resetPassword}
      </Button>
    </form>
  );
}
