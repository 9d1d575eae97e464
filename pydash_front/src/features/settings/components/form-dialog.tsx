import Dialog from '@mui/material/Dialog';
import DialogContent from '@mui/material/DialogContent';
import { Typography } from '@/components/typography';
import type { UseMutationResult } from '@tanstack/react-query';
import { useId, useState, type SubmitEvent } from 'react';

import { DialogDeeds, DialogHead } from '@/components/dialog-parts';
import { ErrorNote } from '@/components/feedback/error-note';
import { LabelledField } from '@/components/forms/labelled-field';
import { LinesField } from '@/components/forms/lines-field';
import { PasswordStrength } from '@/components/forms/password-strength';
import { SecretField } from '@/components/forms/secret-field';
import { Toggle } from '@/components/forms/toggle';
import { ApiError } from '@/lib/api-client';
import { texts } from '@/lib/texts';
import { tooLong } from '@/lib/text-length';

import type { Values } from '../api';

export interface Field {
  name: string;
  label: string;
  initial?: string;
  hint?: string;
  isSecret?: boolean;
  /** A secret of an app, and no password of its user's. */
  isCode?: boolean;
  /** A password to be: how strong it is shows while it is typed. */
  isNewPassword?: boolean;
  autoComplete?: string;
  /** The most characters that the API takes. */
  most?: number;
  /** May have several lines, and none. */
  isLines?: boolean;
  /** A box to tick, which needs no tick; its value is `yes` with one. */
  isOption?: boolean;
}

interface FormDialogProps {
  title: string;
  note?: string;
  fields: readonly Field[];
  submitLabel: string;
  mutation: UseMutationResult<unknown, Error, Values>;
  onClose: () => void;
  isDangerous?: boolean;
}

/** One change in a form of its own; it closes once the server has agreed. */
export function FormDialog(props: FormDialogProps) {
  const { title, note, fields, submitLabel, mutation, onClose, isDangerous = false } = props;
  const titleId = useId();
  const form = useForm(fields, mutation, onClose);
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="xs">
      <form onSubmit={form.submit} noValidate>
        <DialogHead id={titleId}>{title}</DialogHead>
        <DialogContent>
          {note && <Typography sx={{ color: 'text.secondary', mb: 4 }}>{note}</Typography>}
          {fields.map((field, index) => (
            <FormField
              key={field.name}
              field={field}
              isFirst={index === 0}
              {...form.propsOf(field)}
            />
          ))}
          {form.error && <ErrorNote error={form.error} />}
        </DialogContent>
        <DialogDeeds
          deed={submitLabel}
          isPending={mutation.isPending}
          isDangerous={isDangerous}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}

/** What is wrong with a field's value before it is sent. */
function faultOf(field: Field, value: string): string | undefined {
  const { isOption, isLines, most = Infinity } = field;
  if (isOption || isLines) return undefined;
  return value ? tooLong(value.trim(), most) : texts.settings.missing;
}

function useForm(
  fields: readonly Field[],
  mutation: FormDialogProps['mutation'],
  onDone: () => void,
) {
  const [values, setValues] = useState<Values>(() =>
    fields.reduce<Values>((all, { name, initial = '' }) => ({ ...all, [name]: initial }), {}),
  );
  const [isSubmitted, setSubmitted] = useState(false);
  const refused = mutation.error instanceof ApiError ? mutation.error.fields : null;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setSubmitted(true);
    if (fields.some((field) => faultOf(field, values[field.name] ?? '') !== undefined)) return;
    mutation.mutate(values, { onSuccess: onDone });
  };
  const propsOf = (field: Field) => ({
    value: values[field.name] ?? '',
    onValue: (value: string) => setValues({ ...values, [field.name]: value }),
    error:
      (isSubmitted ? faultOf(field, values[field.name] ?? '') : undefined) ??
      refused?.get(field.name),
  });
  const isShownAtField = fields.some(({ name }) => refused?.has(name));
  return { submit, propsOf, error: isShownAtField ? null : mutation.error };
}

interface FormFieldProps {
  field: Field;
  isFirst: boolean;
  value: string;
  onValue: (value: string) => void;
  error: string | undefined;
}

function FormField({ field, isFirst, ...rest }: FormFieldProps) {
  const { name, label, isSecret, isCode, isNewPassword, autoComplete, isOption } = field;
  if (isOption) return <Option label={label} {...rest} />;
  const hint = isNewPassword ? <PasswordStrength password={rest.value} /> : field.hint;
  if (field.isLines) return <LinesField {...rest} label={label} hint={field.hint} rows={5} />;
  const shared = { ...rest, name, label, hint, autoComplete, autoFocus: isFirst };
  if (!isSecret) return <LabelledField {...shared} />;
  return (
    <SecretField
      {...shared}
      isCode={isCode}
      showLabel={`${texts.auth.showPassword}: ${label}`}
      hideLabel={`${texts.auth.hidePassword}: ${label}`}
    />
  );
}

interface OptionProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
}

function Option({ label, value, onValue }: OptionProps) {
  return (
    <Toggle isOn={value === 'yes'} onToggle={(isOn) => onValue(isOn ? 'yes' : '')}>
      {label}
    </Toggle>
  );
}
