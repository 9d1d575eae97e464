/** What the server asks of a registration, checked before it is sent. */
import type { Registration } from '@/lib/api-types';
import { MIN_PASSWORD_LENGTH } from '@/lib/password';
import { countCharacters } from '@/lib/text-length';
import { texts } from '@/lib/texts';
import type { ErrorsByField } from '@/lib/form-errors';

export const MAX_NAME_LENGTH = 64;
const MAX_PASSWORD_LENGTH = 1024;

export interface RegistrationForm extends Omit<Registration, 'invitation_code'> {
  passwordAgain: string;
}

export type FormErrors = ErrorsByField<keyof RegistrationForm>;

function nameError(name: string): string | undefined {
  if (!name.trim()) return texts.auth.nameMissing;
  return countCharacters(name.trim()) > MAX_NAME_LENGTH ? texts.auth.nameTooLong : undefined;
}

/** Only what can't be an address at all: the mail itself is the real check. */
export function emailError(email: string): string | undefined {
  return /^\S+@[^\s@]+\.[^\s@]+$/.test(email.trim()) ? undefined : texts.auth.emailInvalid;
}

/** What is wrong with a password to be, before the server is asked. */
export function passwordError(password: string): string | undefined {
  const length = countCharacters(password);
  if (length < MIN_PASSWORD_LENGTH) return texts.auth.passwordTooShort;
  return length > MAX_PASSWORD_LENGTH ? texts.auth.passwordTooLong : undefined;
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
