import Box from '@mui/material/Box';

import { Delayed } from '@/components/feedback/delayed';
import { ErrorNote } from '@/components/feedback/error-note';
import { Skeleton } from '@/components/feedback/skeleton';
import { useNow } from '@/hooks/use-now';
import type { OpenSession } from '@/lib/api-types';
import { formatRecent } from '@/lib/format';
import { texts } from '@/lib/texts';

import { useEndOtherSessions, useEndSession, useSessions } from '../api';
import { Panel, Row } from './panel';

const words = texts.settings.sessions;

/** Where the account is logged in; each session can be ended. */
export function SessionsPanel() {
  const { data, error, refetch } = useSessions();
  const ending = useEndOtherSessions();
  const hasOthers = data !== undefined && data.sessions.length > 1;
  return (
    <Panel title={words.title}>
      <Row
        label={words.note}
        action={words.endOthers}
        onAction={() => ending.mutate({})}
        isDisabled={!hasOthers || ending.isPending}
      />
      {ending.error && <ErrorNote error={ending.error} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data ? <SessionList sessions={data.sessions} /> : !error && <Pending />}
    </Panel>
  );
}

function Pending() {
  return (
    <Delayed>
      <Skeleton height={40} />
    </Delayed>
  );
}

function SessionList({ sessions }: { sessions: readonly OpenSession[] }) {
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 4 }}>
      {sessions.map((session) => (
        <SessionRow key={session.id} session={session} />
      ))}
    </Box>
  );
}

function SessionRow({ session }: { session: OpenSession }) {
  const now = useNow();
  const ending = useEndSession(session.id);
  const device = session.device || words.unknownDevice;
  const used = words.lastUsed(formatRecent(new Date(session.last_used_at), now));
  const facts = [session.is_current ? words.current : used, session.address, opened(session, now)];
  return (
    <li>
      <Row
        label={device}
        value={facts.filter(Boolean).join(' · ')}
        action={words.end}
        actionLabel={words.endNamed(device)}
        onAction={() => ending.mutate({})}
        isDisabled={session.is_current || ending.isPending}
      />
      {ending.error && <ErrorNote error={ending.error} />}
    </li>
  );
}

function opened({ created_at: at }: OpenSession, now: Date): string {
  return words.since(formatRecent(new Date(at), now));
}
