import { useState, type SubmitEvent } from 'react';

import { ApiError } from '@/lib/api-client';
import type { NewDashboard } from '@/lib/api-types';
import type { ByName } from '@/lib/by-name';
import { isFaultless } from '@/lib/form-errors';
import { parseHeaderLines } from '@/lib/header-lines';
import { changeNewApp, readNewApp, startNewApp, useNewApp } from '@/lib/new-app';

import { mayPass, toLook, useAddDashboard, useLooks, type AwaitedApp, type Look } from '../api';
import { checkNewDashboard, nameFromUrl } from '../rules';

type Field = Exclude<keyof NewDashboard, 'headers'>;

let lookNumber = 0;

function awaited(dashboard: NewDashboard, hasMadeToken: boolean, refusal?: Look): AwaitedApp {
  lookNumber += 1;
  return { dashboard, hasMadeToken, refusal, number: lookNumber };
}

/** What was waited for when this page, or its tab, was left. */
function recallAwaited(): AwaitedApp | null {
  const { isAwaited, url, name, token } = readNewApp();
  return isAwaited ? awaited({ url, name, token }, true) : null;
}

/** The server's sentences, each at the field that it is about. */
function refusalsOf(error: Error | null, look: Look | undefined): ByName<string> {
  if (look?.blames && look.message) return new Map([[look.blames, look.message]]);
  return error instanceof ApiError ? error.fields : new Map<string, string>();
}

/** The adding of an app: what is typed, what is wrong with it, the sending, and the waiting. */
export function useAdding(onAdded: () => void) {
  const app = useNewApp();
  const [code, setCode] = useState('');
  const [headerLines, setHeaderLines] = useState('');
  const [judged, setJudged] = useState<Partial<Record<Field, boolean>>>({});
  const [changed, setChanged] = useState<Partial<Record<Field, boolean>>>({});
  const [hasOwnName, setOwnName] = useState(app.name !== nameFromUrl(app.url));
  const [sought, setSought] = useState(recallAwaited);
  const add = useAddDashboard();
  const looks = useLooks(sought);
  const isAdded = Boolean(looks.data?.id ?? looks.data?.isElsewhere);
  const form = { url: app.url, name: app.name, token: code };
  const wrong = checkNewDashboard(form);
  const refused = refusalsOf(looks.error ?? add.error, looks.data);

  const stop = () => {
    setSought(null);
    changeNewApp({ isAwaited: false });
  };

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setJudged({ url: true, name: true, token: true });
    setChanged({});
    stop();
    if (!isFaultless(wrong)) return;
    const dashboard = {
      url: form.url.trim(),
      name: form.name.trim(),
      token: code || app.token,
      ...(headerLines.trim() && { headers: parseHeaderLines(headerLines) }),
    };
    add.mutate(dashboard, {
      onSuccess: () => {
        finish();
        onAdded();
      },
      onError: (error) => {
        if (!mayPass(error)) return;
        setSought(awaited(dashboard, !code, toLook(error)));
        // Neither a code of somebody's own nor headers are kept in the browser.
        changeNewApp({ isAwaited: !code && !headerLines.trim() });
      },
    });
  };

  /** Forgets what was typed; the app that was waited for is either added or given up. */
  const finish = () => {
    setSought(null);
    setCode('');
    setHeaderLines('');
    setJudged({});
    setOwnName(false);
    add.reset();
    startNewApp();
  };

  /** The dialog is closed: what is waited for goes on, and what is typed stays. */
  const leave = () => {
    if (isAdded) finish();
    else if (!sought) add.reset();
  };

  /** The address gives a first idea of the name, until there is one of the user's own. */
  const setValue = (field: Field, value: string) => {
    stop();
    setChanged({ ...changed, [field]: true });
    if (field === 'token') setCode(value);
    if (field === 'name') {
      setOwnName(value !== '');
      changeNewApp({ name: value });
    }
    if (field === 'url') {
      changeNewApp(hasOwnName ? { url: value } : { url: value, name: nameFromUrl(value) });
    }
  };

  /** A refusal stands until the value that was refused is changed. */
  const propsOf = (field: Field) => ({
    value: form[field],
    onValue: (value: string) => setValue(field, value),
    onBlur: () => form[field] && setJudged({ ...judged, [field]: true }),
    error:
      (judged[field] ? wrong[field] : undefined) ?? (changed[field] ? null : refused.get(field)),
  });

  const headersProps = {
    value: headerLines,
    onValue: (value: string) => {
      stop();
      setHeaderLines(value);
    },
    error: refused.get('headers'),
  };

  return {
    submit,
    propsOf,
    headersProps,
    leave,
    isPending: add.isPending,
    wasRefused: add.isError || sought !== null,
    error: refused.size === 0 ? (looks.error ?? add.error) : null,
    sought,
    look: looks.data,
    isAdded,
  };
}

export type Adding = ReturnType<typeof useAdding>;
