import Button from '@mui/material/Button';
import { useState, type SubmitEvent } from 'react';

import { ErrorNote } from '@/components/feedback/error-note';
import { LabelledField } from '@/components/forms/labelled-field';
import { PasswordStrength } from '@/components/forms/password-strength';
import { SecretField } from '@/components/forms/secret-field';
import { ApiError } from '@/lib/api-client';
import { texts } from '@/lib/texts';
import type { RegisteredAnswer } from '@/lib/api-types';
import type { ByName } from '@/lib/by-name';
import { isFaultless } from '@/lib/form-errors';

import { useRegister } from '../api';
import { checkRegistration, type RegistrationForm } from '../rules';

const EMPTY: RegistrationForm = { name: '', email: '', password: '', passwordAgain: '' };

/** The server's sentences, each at the field that it is about. */
function fieldErrorsOf(error: Error | null): ByName<string> {
  if (!(error instanceof ApiError)) return new Map<string, string>();
  if (error.code === 'name_taken') return new Map([['name', error.message]]);
  return error.fields;
}

function useRegisterForm({ invitation, onRegistered }: RegisterFormProps) {
  const [form, setForm] = useState(EMPTY);
  const [left, setLeft] = useState<Partial<Record<keyof RegistrationForm, boolean>>>({});
  const register = useRegister();
  const wrong = checkRegistration(form);
  const refused = fieldErrorsOf(register.error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setLeft({ name: true, email: true, password: true, passwordAgain: true });
    if (!isFaultless(wrong)) return;
    const { name, email, password } = form;
    const invited = invitation ? { invitation_code: invitation } : {};
    const registration = { name: name.trim(), email: email.trim(), password, ...invited };
    register.mutate(registration, {
      onSuccess: (answer) => onRegistered({ ...answer, email: registration.email }),
    });
  };
  /** A field complains only once it has been filled and left, or sent. */
  const propsOf = (field: keyof RegistrationForm) => ({
    value: form[field],
    onValue: (value: string) => {
      setForm({ ...form, [field]: value });
      register.reset();
    },
    onBlur: () => form[field] && setLeft({ ...left, [field]: true }),
    error: (left[field] ? wrong[field] : undefined) ?? refused.get(field),
  });
  const other = refused.size === 0 ? register.error : null;
  return { submit, propsOf, isPending: register.isPending, error: other };
}

/** What the server answered, and to whom a mail goes where there is a mail server. */
export type Registered = RegisteredAnswer & { email: string };

interface RegisterFormProps {
  /** The code of the mail that invited here; `null` for who came by themselves. */
  invitation: string | null;
  onRegistered: (done: Registered) => void;
}

export function RegisterForm(props: RegisterFormProps) {
  const { submit, propsOf, isPending, error } = useRegisterForm(props);
  const secret = {
    showLabel: texts.auth.showPassword,
    hideLabel: texts.auth.hidePassword,
    autoComplete: 'new-password',
  };
  return (
    <form onSubmit={submit} noValidate>
      <LabelledField
        {...propsOf('name')}
        label={texts.auth.username}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        autoFocus
      />
      <LabelledField
        {...propsOf('email')}
        label={texts.auth.email}
        hint={texts.auth.emailRule}
        name="email"
        type="email"
        autoComplete="email"
      />
      <SecretField
        {...propsOf('password')}
        {...secret}
        label={texts.auth.password}
        hint={<PasswordStrength password={propsOf('password').value} />}
        name="password"
      />
      <SecretField
        {...propsOf('passwordAgain')}
        {...secret}
        label={texts.auth.passwordAgain}
        name="password-again"
      />
      {error && <ErrorNote error={error} />}
      <Button
        type="submit"
        variant="contained"
        size="large"
        fullWidth
        loading={isPending}
        sx={{ mt: error ? 4 : 2 }}
      >
        {texts.auth.createAccount}
      </Button>
    </form>
  );
}
