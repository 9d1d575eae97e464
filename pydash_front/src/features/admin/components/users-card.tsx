import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

import { useState } from 'react';

import { ConfirmDialog } from '@/components/confirm-dialog';
import { Toggle } from '@/components/forms/toggle';
import { useNow } from '@/hooks/use-now';
import type { AdminOverview } from '@/lib/api-types';
import { formatCount, formatDate } from '@/lib/format';
import { useSession } from '@/lib/session';
import { texts } from '@/lib/texts';

import { type Account, useDisable, useEndSessions } from '../api';
import { TableCard } from './table-card';

const words = texts.admin;
const COLUMNS = [
  words.name,
  words.email,
  words.standing,
  words.since,
  words.figures.dashboards,
  words.sessions,
  words.actions,
] as const;

function standingOf({ is_admin: isAdmin, is_verified: isVerified, ...rest }: Account): string {
  if (rest.is_disabled) return words.disabled;
  if (!isVerified) return words.unverified;
  return isAdmin ? words.administrator : words.user;
}

/** Who has an account here. */
export function UsersCard({ overview }: { overview: AdminOverview }) {
  const now = useNow();
  const { users, user_count: count } = overview;
  return (
    <TableCard
      title={words.users}
      note={words.usersListed(formatCount(users.length), formatCount(count))}
      columns={COLUMNS}
    >
      {users.map((one) => (
        <tr key={one.id}>
          <Box component="th" scope="row" sx={{ '&&': { fontWeight: 550 } }}>
            {one.name}
          </Box>
          <td className="left">{one.email}</td>
          <td className="left">{standingOf(one)}</td>
          <td>{formatDate(new Date(one.created_at), now)}</td>
          <td>{formatCount(one.dashboard_count)}</td>
          <td>{formatCount(one.session_count)}</td>
          <td>
            <Sessions name={one.name} /> <Standing account={one} />
          </td>
        </tr>
      ))}
    </TableCard>
  );
}

/** Logs somebody out everywhere, after a question whether their API tokens end, too. */
function Sessions({ name }: { name: string }) {
  const [isAsking, setIsAsking] = useState(false);
  const [endsTokens, setEndsTokens] = useState(false);
  const ending = useEndSessions();
  const title = words.endSessionsOf(name);
  const close = () => {
    setIsAsking(false);
    setEndsTokens(false);
  };
  return (
    <>
      <Button size="small" variant="outlined" onClick={() => setIsAsking(true)} aria-label={title}>
        {words.endSessions}
      </Button>
      <ConfirmDialog
        title={`${title}?`}
        body={words.endSessionsBody}
        deed={words.endSessions}
        mutation={ending}
        isOpen={isAsking}
        onConfirm={() => ending.mutate({ name, tokens: endsTokens }, { onSuccess: close })}
        onClose={close}
      >
        <Toggle isOn={endsTokens} onToggle={setEndsTokens}>
          {words.endTokens}
        </Toggle>
      </ConfirmDialog>
    </>
  );
}

/** Keeps somebody out, after a question, or lets them in again; nobody does that to themselves. */
function Standing({ account }: { account: Account }) {
  const [isAsking, setIsAsking] = useState(false);
  const disabling = useDisable();
  const me = useSession().data;
  const { name } = account;
  const deed = account.is_disabled ? words.enable : words.disable;
  const close = () => setIsAsking(false);
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        disabled={account.id === me?.id}
        onClick={() => setIsAsking(true)}
        aria-label={words.deedOf(deed, name)}
      >
        {deed}
      </Button>
      <ConfirmDialog
        title={`${words.deedOf(deed, name)}?`}
        body={account.is_disabled ? words.enableBody : words.disableBody}
        deed={deed}
        mutation={disabling}
        isOpen={isAsking}
        onConfirm={() => disabling.mutate(account, { onSuccess: close })}
        onClose={close}
      />
    </>
  );
}
