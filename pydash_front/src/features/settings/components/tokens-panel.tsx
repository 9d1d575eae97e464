import Box from '@mui/material/Box';
import { Skeleton } from '@/components/feedback/skeleton';
import { useState } from 'react';

import { Delayed } from '@/components/feedback/delayed';
import { ErrorNote } from '@/components/feedback/error-note';
import { useNow } from '@/hooks/use-now';
import type { ApiToken } from '@/lib/api-types';
import { formatDate, formatRecent } from '@/lib/format';
import { texts } from '@/lib/texts';

import { useRevokeAllTokens, useRevokeToken, useTokens } from '../api';
import { FormDialog } from './form-dialog';
import { NewTokenDialog } from './new-token-dialog';
import { Panel, Row } from './panel';

const words = texts.settings;

/** The tokens that scripts use: what each may, when it was used, when it ends. */
export function TokensPanel() {
  const [isCreating, setCreating] = useState(false);
  return (
    <Panel title={words.tokens}>
      <Row label={words.tokensNote} action={words.newToken} onAction={() => setCreating(true)} />
      <TokenList />
      {isCreating && <NewTokenDialog onClose={() => setCreating(false)} />}
    </Panel>
  );
}

function TokenList() {
  const { data, error, refetch } = useTokens();
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <Delayed>
        <Skeleton height={40} />
      </Delayed>
    );
  }
  if (data.length === 0) return <Box sx={{ color: 'text.secondary' }}>{words.noTokens}</Box>;
  return (
    <>
      {data.map((token) => (
        <TokenRow key={token.id} token={token} />
      ))}
      {data.length > 1 && <RevokeAllRow />}
    </>
  );
}

function RevokeAllRow() {
  const [isAsking, setAsking] = useState(false);
  const revocation = useRevokeAllTokens();
  return (
    <>
      <Row
        label={words.revokeAllLabel}
        action={words.revokeAll}
        onAction={() => setAsking(true)}
        isDangerous
      />
      {isAsking && (
        <FormDialog
          title={words.revokeAllTitle}
          note={words.revokeAllNote}
          fields={[]}
          submitLabel={words.revokeAll}
          mutation={revocation}
          onClose={() => setAsking(false)}
          isDangerous
        />
      )}
    </>
  );
}

function TokenRow({ token }: { token: ApiToken }) {
  const now = useNow();
  const [isRevoking, setRevoking] = useState(false);
  const revocation = useRevokeToken(token.id);
  const ends = token.expires_at ? formatDate(new Date(token.expires_at), now) : words.never;
  const used = token.last_used_at ? formatRecent(new Date(token.last_used_at), now) : words.never;
  const facts = [
    `${words.scope} ${words.scopes[token.scope]}`,
    `${words.lastUsed}: ${used}`,
    `${words.expires}: ${ends}`,
  ];
  return (
    <>
      <Row
        label={token.name}
        value={facts.join(' · ')}
        action={words.revokeNamed(token.name)}
        onAction={() => setRevoking(true)}
      />
      {isRevoking && (
        <FormDialog
          title={words.revokeTitle(token.name)}
          note={words.revokeNote}
          fields={[]}
          submitLabel={words.revoke}
          mutation={revocation}
          onClose={() => setRevoking(false)}
          isDangerous
        />
      )}
    </>
  );
}
