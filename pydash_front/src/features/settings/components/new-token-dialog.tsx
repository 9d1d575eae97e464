import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogContent from '@mui/material/DialogContent';
import { useId, useState, type SubmitEvent } from 'react';

import { ErrorNote } from '@/components/feedback/error-note';
import { Note } from '@/components/feedback/note';
import { LabelledField } from '@/components/forms/labelled-field';
import { Segmented } from '@/components/segmented';
import type { TokenScope } from '@/lib/api-types';
import { presentTime } from '@/lib/clock';
import { DialogHead } from '@/components/dialog-parts';
import { textBounds } from '@/lib/text-bounds';
import { tooLong } from '@/lib/text-length';
import { texts } from '@/lib/texts';

import { useCreateToken } from '../api';

const words = texts.settings;
const DAY_MS = 86_400_000;

type Expiry = keyof typeof words.expiry;

const EXPIRIES: readonly Expiry[] = ['30', '90', '365', 'never'];
const SCOPES: readonly TokenScope[] = ['read', 'write'];

function expiresAt(expiry: Expiry): string | null {
  if (expiry === 'never') return null;
  return new Date(presentTime().getTime() + Number(expiry) * DAY_MS).toISOString();
}

/** Makes a token and shows it, this one time. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const titleId = useId();
  const creation = useCreateToken();
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="sm">
      <DialogHead id={titleId}>{words.newToken}</DialogHead>
      <DialogContent sx={{ display: 'grid', gap: 4 }}>
        {creation.data ? (
          <CreatedToken token={creation.data.token} onClose={onClose} />
        ) : (
          <TokenForm creation={creation} onClose={onClose} />
        )}
      </DialogContent>
    </Dialog>
  );
}

function CreatedToken({ token, onClose }: { token: string; onClose: () => void }) {
  return (
    <>
      <Note kind="warn" role="status">
        {words.tokenShownOnce}
      </Note>
      <LabelledField label={words.token} value={token} onValue={() => undefined} readOnly />
      <Button variant="contained" onClick={onClose}>
        {texts.close}
      </Button>
    </>
  );
}

interface TokenFormProps {
  creation: ReturnType<typeof useCreateToken>;
  onClose: () => void;
}

function TokenForm({ creation, onClose }: TokenFormProps) {
  const [name, setName] = useState('');
  const [scope, setScope] = useState<TokenScope>('read');
  const [expiry, setExpiry] = useState<Expiry>('90');
  const [isSubmitted, setSubmitted] = useState(false);
  const wrong = name.trim()
    ? tooLong(name.trim(), textBounds.CreateTokenBody.name)
    : words.missing;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setSubmitted(true);
    if (!wrong) {
      creation.mutate({ name: name.trim(), scope, expires_at: expiresAt(expiry) });
    }
  };
  const scopes = SCOPES.map((value) => {
    const label = words.scopes[value];
    return { value, label, name: label };
  });
  const expiries = EXPIRIES.map((value) => {
    const label = words.expiry[value];
    return { value, label, name: label };
  });
  return (
    <form onSubmit={submit} noValidate>
      <LabelledField
        label={words.tokenName}
        value={name}
        onValue={setName}
        error={isSubmitted ? wrong : null}
        autoFocus
      />
      <Box sx={{ display: 'grid', gap: 3, mb: 5, justifyItems: 'start', overflowX: 'auto' }}>
        <Segmented label={words.scope} value={scope} options={scopes} onChoose={setScope} />
        <Segmented label={words.expires} value={expiry} options={expiries} onChoose={setExpiry} />
      </Box>
      {creation.error && <ErrorNote error={creation.error} />}
      <Box sx={{ display: 'flex', justifyContent: 'flex-end', gap: 2, mt: 4 }}>
        <Button variant="outlined" onClick={onClose}>
          {texts.cancel}
        </Button>
        <Button type="submit" variant="contained" loading={creation.isPending}>
          {words.newToken}
        </Button>
      </Box>
    </form>
  );
}
