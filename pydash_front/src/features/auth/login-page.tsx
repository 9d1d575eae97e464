import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState, type SubmitEvent } from 'react';
import { useLocation } from 'react-router';

import { Note } from '@/components/feedback/note';
import { LabelledField } from '@/components/forms/labelled-field';
import { SecretField } from '@/components/forms/secret-field';
import { ApiError } from '@/lib/api-client';
import { texts } from '@/lib/texts';

import { useLogin } from './api';
import { Aside } from './components/aside';
import { AuthLayout } from './components/auth-layout';
import { ResendForm } from './components/resend-form';

export function LoginPage() {
  const { search } = useLocation();
  const login = useLogin();
  return (
    <AuthLayout title={texts.auth.loginTitle} lead={texts.auth.loginLead}>
      <LoginForm login={login} />
      {isNotVerified(login.error) && (
        <Box sx={{ mt: 6 }}>
          <ResendForm />
        </Box>
      )}
      <Aside question={texts.auth.forgot} answer={texts.auth.forgotAnswer} to="/forgot-password" />
      <Aside
        question={texts.auth.newHere}
        answer={texts.auth.createAnAccount}
        to={`/register${search}`}
      />
    </AuthLayout>
  );
}

function isNotVerified(error: Error | null): boolean {
  return error instanceof ApiError && error.code === 'not_verified';
}

function LoginForm({ login }: { login: ReturnType<typeof useLogin> }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [isSubmitted, setSubmitted] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setSubmitted(true);
    if (name.trim() && password) login.mutate({ name: name.trim(), password });
  };
  return (
    <form onSubmit={submit} noValidate>
      <LabelledField
        label={texts.auth.username}
        value={name}
        onValue={setName}
        error={isSubmitted && !name.trim() ? texts.auth.enterName : null}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        autoFocus
      />
      <SecretField
        label={texts.auth.password}
        value={password}
        onValue={setPassword}
        error={isSubmitted && !password ? texts.auth.enterPassword : null}
        showLabel={texts.auth.showPassword}
        hideLabel={texts.auth.hidePassword}
        name="password"
        autoComplete="current-password"
      />
      {login.error && (
        <Note kind={isNotVerified(login.error) ? 'warn' : 'bad'} role="alert">
          {login.error.message}
        </Note>
      )}
      <Button
        type="submit"
        variant="contained"
        size="large"
        fullWidth
        loading={login.isPending}
        sx={{ mt: login.error ? 4 : 2 }}
      >
        {texts.auth.logIn}
      </Button>
    </form>
  );
}
