/** What the server asks of a registration, checked before it is sent. */
import type { Registration } from '@/lib/api-types';
import { MIN_PASSWORD_LENGTH } from '@/lib/password';
import { textBounds } from '@/lib/text-bounds';
import { countCharacters, tooLong } from '@/lib/text-length';
import { texts } from '@/lib/texts';
import type { ErrorsByField } from '@/lib/form-errors';

const BOUNDS = textBounds.RegisterBody;

export interface RegistrationForm extends Omit<Registration, 'invitation_code'> {
  passwordAgain: string;
}

export type FormErrors = ErrorsByField<keyof RegistrationForm>;

function nameError(name: string): string | undefined {
  if (!name.trim()) return texts.auth.nameMissing;
  return tooLong(name.trim(), BOUNDS.name);
}

/** Only what can't be an address at all: the mail itself is the real check. */
export function emailError(email: string): string | undefined {
  const isAddress = /^\S+@[^\s@]+\.[^\s@]+$/.test(email.trim());
  return isAddress ? tooLong(email.trim(), BOUNDS.email) : texts.auth.emailInvalid;
}

/** What is wrong with a password to be, before the server is asked. */
export function passwordError(password: string): string | undefined {
  if (countCharacters(password) < MIN_PASSWORD_LENGTH) return texts.auth.passwordTooShort;
  return tooLong(password, BOUNDS.password);
}

/** One sentence for each field that does not pass; an empty object when all do. */
export function checkRegistration(form: RegistrationForm): FormErrors {
  const differs = form.password !== form.passwordAgain;
  return {
    name: nameError(form.name),
    email: emailError(form.email),
    password: passwordError(form.password),
    passwordAgain: differs ? texts.auth.passwordsDiffer : undefined,
  };
}
