import { Link } from '@/components/link';
import { memo, type ReactNode } from 'react';
import { Link as RouterLink } from 'react-router';

import { Card } from '@/components/card';
import { Change } from '@/components/change';
import { Sparkline } from '@/components/charts/sparkline';
import { BackfillProgress } from '@/components/dashboards/backfill-progress';
import { CompleteUntil } from '@/components/dashboards/complete-until';
import { DashboardMenu } from '@/components/dashboards/dashboard-menu';
import { StateLabel } from '@/components/dashboards/state-label';
import { UptimeStrip } from '@/components/dashboards/uptime-strip';
import { uptimeWords } from '@/components/dashboards/uptime-words';
import { Note } from '@/components/feedback/note';
import { useNow } from '@/hooks/use-now';
import { dashboardAddress, dashboardSettingsAddress } from '@/lib/addresses';
import type { Dashboard } from '@/lib/api-types';
import { classes } from '@/lib/classes';
import { formatCount, formatDuration } from '@/lib/format';
import { parseUrl } from '@/lib/parse-url';
import { isStale } from '@/lib/staleness';
import { texts } from '@/lib/texts';
import { visible } from '@/lib/visible';

import { comparable } from '../comparable';
import styles from './dashboard-card.module.css';

const words = texts.overview;

interface DashboardCardProps {
  dashboard: Dashboard;
  heardAtMs: number;
}

/** One app at a glance. The whole card opens it; what is inside the link stays above it. */
export const DashboardCard = memo(function DashboardCard(props: DashboardCardProps) {
  const { dashboard, heardAtMs } = props;
  const { state, error } = dashboard;
  return (
    <Card
      as="article"
      aria-label={dashboard.name}
      sx={{
        display: 'flex',
        flexDirection: 'column',
        height: '100%',
        px: { xs: 3.5, sm: 4.5 },
        pt: 3.5,
        pb: 3,
        '&:hover': { borderColor: 'tone.control' },
      }}
    >
      <Head dashboard={dashboard} />
      <Figures dashboard={dashboard} />
      <div className={styles.bottom}>
        {error && <Failure dashboard={dashboard} error={error} />}
        {state === 'backfilling' && (
          <BackfillProgress dashboard={dashboard} heardAtMs={heardAtMs} />
        )}
        <Foot dashboard={dashboard} />
      </div>
    </Card>
  );
});

/** Why fetching fails, and the way to what mends it. */
function Failure({ dashboard, error }: { dashboard: Dashboard; error: string }) {
  return (
    <Note
      kind="bad"
      isSmall
      action={
        <Link to={dashboardSettingsAddress(dashboard.id)} sx={{ position: 'relative' }}>
          {dashboard.error_code === 'wrong_token' ? words.enterCode : words.openSettings}
        </Link>
      }
    >
      {error}
    </Note>
  );
}

function hostOf(url: string): string {
  return parseUrl(url)?.host ?? url;
}

function Head({ dashboard }: { dashboard: Dashboard }) {
  const { id, name, url, version } = dashboard;
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.name}>
          <RouterLink to={dashboardAddress(id)} title={name}>
            {name}
          </RouterLink>
        </h2>
        <StateLabel dashboard={dashboard} />
        <div className={classes(styles.above, styles.menu)}>
          <DashboardMenu dashboard={dashboard} isSmall />
        </div>
      </div>
      <div className={styles.host}>
        {[hostOf(url), version && visible(version)].filter(Boolean).join(' · ')}
      </div>
    </>
  );
}

function Figures({ dashboard }: { dashboard: Dashboard }) {
  const now = useNow();
  const { visits_last_7_days: visits } = dashboard;
  return (
    <>
      <div className={styles.visits}>
        <div>
          <div className={styles.label}>{words.visits7Days}</div>
          <div className={styles.line}>
            <span className={styles.key}>{formatCount(visits)}</span>
            <Change now={visits} before={comparable(dashboard, 'visits_previous_7_days')} />
          </div>
        </div>
        <Sparkline values={dashboard.visits_sparkline} isMuted={isStale(dashboard, now)} />
      </div>
      <Trio dashboard={dashboard} />
    </>
  );
}

function Trio({ dashboard }: { dashboard: Dashboard }) {
  const { median_execution_time: median, p95_execution_time: p95 } = dashboard;
  return (
    <dl className={styles.trio}>
      <Small name={words.median} value={formatDuration(median)}>
        <Change
          now={median}
          before={comparable(dashboard, 'median_execution_time_previous_7_days')}
          more="bad"
        />
      </Small>
      <Small name={words.p95} value={formatDuration(p95)}>
        <Change
          now={p95}
          before={comparable(dashboard, 'p95_execution_time_previous_7_days')}
          more="bad"
        />
      </Small>
      <Small name={words.uniqueVisitors} value={formatCount(dashboard.unique_visitors)}>
        <Change
          now={dashboard.unique_visitors}
          before={comparable(dashboard, 'unique_visitors_previous_7_days')}
        />
      </Small>
    </dl>
  );
}

interface SmallProps {
  name: string;
  value: string;
  children: ReactNode;
}

function Small({ name, value, children }: SmallProps) {
  return (
    <div>
      <dt className={styles.label}>{name}</dt>
      <dd>
        {value} {children}
      </dd>
    </div>
  );
}

function Foot({ dashboard }: { dashboard: Dashboard }) {
  return (
    <div className={styles.uptime}>
      <UptimeStrip dashboard={dashboard} />
      <div className={styles.foot}>
        <span>{uptimeWords(dashboard)}</span>
        {dashboard.state !== 'backfilling' && (
          <span className={styles.above}>
            <CompleteUntil dashboard={dashboard} />
          </span>
        )}
      </div>
    </div>
  );
}
