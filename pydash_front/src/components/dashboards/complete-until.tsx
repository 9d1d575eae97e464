import { useNow } from '@/hooks/use-now';
import type { Dashboard } from '@/lib/api-types';
import { classes } from '@/lib/classes';
import { formatRecent, formatUtc } from '@/lib/format';
import { isStale } from '@/lib/staleness';
import { texts } from '@/lib/texts';

import styles from './complete-until.module.css';

interface CompleteUntilProps {
  dashboard: Dashboard;
  /** Where a column's head says it already. */
  isShort?: boolean;
}

/** Until when the figures are whole; amber once that is too long ago. */
export function CompleteUntil({ dashboard, isShort = false }: CompleteUntilProps) {
  const now = useNow();
  if (dashboard.complete_until === null) {
    return <span>{texts.dashboard.nothingFetched}</span>;
  }
  const until = new Date(dashboard.complete_until);
  const isOld = isStale(dashboard, now);
  return (
    <span title={formatUtc(until)} className={classes(styles.until, isOld && styles.old)}>
      {!isShort && `${texts.dashboard.completeUntil} `}
      <time dateTime={dashboard.complete_until}>{formatRecent(until, now)}</time>
    </span>
  );
}
