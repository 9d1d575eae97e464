import { memo } from 'react';
import { Link as RouterLink } from 'react-router';

import { Card } from '@/components/card';
import { Change } from '@/components/change';
import { Sparkline } from '@/components/charts/sparkline';
import { Table } from '@/components/charts/table';
import { CompleteUntil } from '@/components/dashboards/complete-until';
import { StateDot, StateLabel } from '@/components/dashboards/state-label';
import { UptimeStrip } from '@/components/dashboards/uptime-strip';
import { uptimeWords } from '@/components/dashboards/uptime-words';
import { useNearby } from '@/hooks/use-nearby';
import { useNow } from '@/hooks/use-now';
import { dashboardAddress } from '@/lib/addresses';
import type { Dashboard } from '@/lib/api-types';
import { classes } from '@/lib/classes';
import { formatCount, formatDuration } from '@/lib/format';
import { isStale } from '@/lib/staleness';
import { texts } from '@/lib/texts';
import { visible } from '@/lib/visible';

import { comparable } from '../comparable';
import { blocksOf, ROW_PX } from '../layout';
import styles from './row-table.module.css';

const words = texts.overview;

const COLUMNS = [
  { name: words.app, room: undefined },
  { name: words.state, room: styles.medium },
  { name: words.visits7Days, room: styles.medium },
  { name: words.trend, room: styles.wide },
  { name: words.median, room: styles.medium },
  { name: words.p95, room: undefined },
  { name: words.uniqueVisitors, room: styles.wide },
  { name: words.uptime, room: styles.wide },
  { name: texts.dashboard.completeUntil, room: styles.widest },
] as const;

/** A row for each; those far from the screen are drawn as they come near. */
export function RowTable({ dashboards }: { dashboards: readonly Dashboard[] }) {
  return (
    <Card sx={{ overflowX: 'auto' }}>
      <Table
        aria-label={words.list}
        className={styles.table}
        sx={{ 'th, td': { height: ROW_PX } }}
      >
        <thead>
          <tr>
            {COLUMNS.map(({ name, room }, index) => (
              <th key={name} scope="col" className={classes(index === 1 && 'left', room)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {blocksOf(dashboards).map((block, index) => (
          <Block key={index} block={block} isFirst={index === 0} />
        ))}
      </Table>
    </Card>
  );
}

function Block({ block, isFirst }: { block: readonly Dashboard[]; isFirst: boolean }) {
  const [ref, isNear] = useNearby(isFirst);
  return (
    <tbody ref={ref}>
      {isNear ? (
        block.map((dashboard) => <Row key={dashboard.id} dashboard={dashboard} />)
      ) : (
        <tr aria-hidden style={{ height: block.length * ROW_PX }} />
      )}
    </tbody>
  );
}

const Row = memo(function Row({ dashboard }: { dashboard: Dashboard }) {
  const now = useNow();
  const { id, name, version, visits_last_7_days: visits } = dashboard;
  const { median_execution_time: median, p95_execution_time: p95 } = dashboard;
  return (
    <tr className={styles.row}>
      <th scope="row">
        <span className={styles.small}>
          <StateDot dashboard={dashboard} />
        </span>
        <RouterLink to={dashboardAddress(id)} title={name} className={styles.name}>
          {name}
        </RouterLink>
        <span className={classes(styles.version, styles.medium)}>
          {version && visible(version)}
        </span>
      </th>
      <td className={classes('left', styles.medium)}>
        <StateLabel dashboard={dashboard} />
      </td>
      <td className={styles.medium}>
        <b>{formatCount(visits)}</b>{' '}
        <Change now={visits} before={comparable(dashboard, 'visits_previous_7_days')} />
      </td>
      <td className={styles.wide}>
        <span className={styles.trend}>
          <Sparkline values={dashboard.visits_sparkline} isMuted={isStale(dashboard, now)} />
        </span>
      </td>
      <td className={styles.medium}>
        {formatDuration(median)}{' '}
        <Change
          now={median}
          before={comparable(dashboard, 'median_execution_time_previous_7_days')}
          more="bad"
        />
      </td>
      <td>
        {formatDuration(p95)}{' '}
        <Change
          now={p95}
          before={comparable(dashboard, 'p95_execution_time_previous_7_days')}
          more="bad"
        />
      </td>
      <td className={styles.wide}>{formatCount(dashboard.unique_visitors)}</td>
      <td className={classes(styles.wide, styles.uptime)}>
        <UptimeStrip dashboard={dashboard} />
        <div className={styles.words}>{uptimeWords(dashboard)}</div>
      </td>
      <td className={classes(styles.widest, styles.quiet)}>
        <CompleteUntil dashboard={dashboard} isShort />
      </td>
    </tr>
  );
});
