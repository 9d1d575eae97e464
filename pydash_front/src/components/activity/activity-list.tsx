import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

import { Delayed } from '@/components/feedback/delayed';
import { ErrorNote } from '@/components/feedback/error-note';
import { Skeleton } from '@/components/feedback/skeleton';
import { useNow } from '@/hooks/use-now';
import { useActivity } from '@/lib/activity';
import type { Activity } from '@/lib/api-types';
import { formatInstant } from '@/lib/format';
import { texts } from '@/lib/texts';
import { visible } from '@/lib/visible';

const words = texts.activity;

interface ActivityListProps {
  /** `user`: what was done to the reader's account; `admin`: all of the installation. */
  of: 'user' | 'admin';
}

/** What was done, the latest first, a page at a time. */
export function ActivityList({ of }: ActivityListProps) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useActivity(of);
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <Delayed>
        <Skeleton height={120} />
      </Delayed>
    );
  }
  const activities = data.pages.flatMap((page) => page.activities);
  if (activities.length === 0) return <Box sx={{ color: 'text.secondary' }}>{words.none}</Box>;
  return (
    <>
      <Box component="ol" sx={LIST}>
        {activities.map((each) => (
          <Entry key={each.id} activity={each} isNamed={of === 'admin'} />
        ))}
      </Box>
      {hasNextPage && (
        <Button
          variant="outlined"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
          sx={{ justifySelf: 'start' }}
        >
          {words.more}
        </Button>
      )}
    </>
  );
}

const LIST = { m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 3 } as const;

function Entry({ activity, isNamed }: { activity: Activity; isNamed: boolean }) {
  const now = useNow();
  return (
    <Box component="li" sx={{ overflowWrap: 'anywhere' }}>
      <Box sx={{ fontWeight: 550 }}>{sentenceOf(activity, isNamed)}</Box>
      <Box sx={{ typography: 'body2', color: 'text.secondary' }}>
        {[formatInstant(new Date(activity.at), now), ...circumstancesOf(activity)].join(' · ')}
      </Box>
    </Box>
  );
}

function sentenceOf(activity: Activity, isNamed: boolean): string {
  const { act, on, on_kind: kind, count } = activity;
  const subject = on !== null && (kind !== 'account' || isNamed) ? `: ${visible(on)}` : '';
  const times = count > 1 ? ` (${words.times(count)})` : '';
  return `${words.acts[act]}${subject}${times}`;
}

function circumstancesOf(activity: Activity): string[] {
  const { by, by_kind: doer, from, with: credential, with_name: name, changed } = activity;
  const token = credential === 'token' && name !== null ? words.token(visible(name)) : null;
  const found = [
    by === null ? words.doers[doer] : visible(by),
    from && words.from(visible(from)),
    token ?? (credential && words.credentials[credential]),
    changed.length > 0 && changed.map(visible).join(', '),
  ];
  return found.filter((each): each is string => Boolean(each));
}
