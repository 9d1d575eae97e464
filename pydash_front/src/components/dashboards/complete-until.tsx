import Box from '@mui/material/Box';

import { useNow } from '@/hooks/use-now';
import type { Dashboard } from '@/lib/api-types';
import { formatRecent, formatUtc } from '@/lib/format';
import { isStale } from '@/lib/staleness';
import { texts } from '@/lib/texts';

interface CompleteUntilProps {
  dashboard: Dashboard;
  /** Where a column's head says it already. */
  isShort?: boolean;
}

/** Until when the figures are whole; amber once that is too long ago. */
export function CompleteUntil({ dashboard, isShort = false }: CompleteUntilProps) {
  const now = useNow();
  if (dashboard.complete_until === null) {
    return <Box component="span">{texts.dashboard.nothingFetched}</Box>;
  }
  const until = new Date(dashboard.complete_until);
  const isOld = isStale(dashboard, now);
  return (
    <Box
      title={formatUtc(until)}
      component="span"
      sx={{ whiteSpace: 'nowrap', ...(isOld && { color: 'warning.main', fontWeight: 550 }) }}
    >
      {!isShort && `${texts.dashboard.completeUntil} `}
      <time dateTime={dashboard.complete_until}>{formatRecent(until, now)}</time>
    </Box>
  );
}
