import { useState, type SubmitEvent } from 'react';

import { ApiError } from '@/lib/api-client';
import type { NewDashboard } from '@/lib/api-types';
import type { ByName } from '@/lib/by-name';
import { isFaultless } from '@/lib/form-errors';

import { useAddDashboard } from '../api';
import { checkNewDashboard, nameFromUrl } from '../rules';

type Field = keyof NewDashboard;

const EMPTY: NewDashboard = { url: '', name: '', token: '' };

/** The server's sentences, each at the field that it is about. */
function refusalsOf(error: Error | null): ByName<string> {
  return error instanceof ApiError ? error.fields : new Map<string, string>();
}

/** The state of the form for a new dashboard: its values, what is wrong, and the sending. */
export function useAddForm(onAdded: () => void) {
  const [form, setForm] = useState(EMPTY);
  const [judged, setJudged] = useState<Partial<Record<Field, boolean>>>({});
  const [changed, setChanged] = useState<Partial<Record<Field, boolean>>>({});
  const [hasOwnName, setOwnName] = useState(false);
  const add = useAddDashboard();
  const wrong = checkNewDashboard(form);
  const refused = refusalsOf(add.error);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setJudged({ url: true, name: true, token: true });
    setChanged({});
    if (!isFaultless(wrong)) return;
    const dashboard = { url: form.url.trim(), name: form.name.trim(), token: form.token };
    add.mutate(dashboard, { onSuccess: onAdded });
  };

  /** The address gives a first idea of the name, until there is one of the user's own. */
  const setValue = (field: Field, value: string) => {
    const next = { ...form, [field]: value };
    if (field === 'name') setOwnName(value !== '');
    if (field === 'url' && !hasOwnName) next.name = nameFromUrl(value);
    setForm(next);
    setChanged({ ...changed, [field]: true });
  };

  /** A refusal stands until the value that was refused is changed. */
  const propsOf = (field: Field) => ({
    value: form[field],
    onValue: (value: string) => setValue(field, value),
    onBlur: () => form[field] && setJudged({ ...judged, [field]: true }),
    error:
      (judged[field] ? wrong[field] : undefined) ?? (changed[field] ? null : refused.get(field)),
  });

  return {
    submit,
    propsOf,
    isPending: add.isPending,
    wasRefused: add.isError,
    error: refused.size === 0 ? add.error : null,
  };
}
