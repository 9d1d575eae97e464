import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
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
import { dashboardSettingsAddress } from '@/lib/addresses';
import type { Dashboard } from '@/lib/api-types';
import { formatCount, formatDuration } from '@/lib/format';
import { isStale } from '@/lib/staleness';
import { texts } from '@/lib/texts';

import { comparable } from '../comparable';

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
      <Box sx={{ mt: 'auto', pt: 3, display: 'grid', gap: 2.5 }}>
        {error && <Failure dashboard={dashboard} error={error} />}
        {state === 'backfilling' && (
          <BackfillProgress dashboard={dashboard} heardAtMs={heardAtMs} />
        )}
        <Foot dashboard={dashboard} />
      </Box>
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
        <Link
          component={RouterLink}
          to={dashboardSettingsAddress(dashboard.id)}
          sx={{ position: 'relative' }}
        >
          {dashboard.error_code === 'wrong_token' ? words.enterCode : words.openSettings}
        </Link>
      }
    >
      {error}
    </Note>
  );
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}

function Head({ dashboard }: { dashboard: Dashboard }) {
  const { id, name, url, version } = dashboard;
  return (
    <>
      <Box sx={{ display: 'flex', alignItems: 'center', columnGap: 2 }}>
        <Box component="h2" sx={{ m: 0, flex: 1, minWidth: 0, typography: 'h2', fontWeight: 620 }}>
          <Link
            component={RouterLink}
            to={`/dashboards/${id}`}
            underline="none"
            color="text.primary"
            title={name}
            sx={{
              display: 'block',
              overflow: 'hidden',
              textOverflow: 'ellipsis',
              whiteSpace: 'nowrap',
              '&::after': { content: '""', position: 'absolute', inset: 0, borderRadius: '12px' },
              '&:focus-visible': { outline: 'none' },
              '&:focus-visible::after': { outline: 2, outlineColor: 'primary.main' },
            }}
          >
            {name}
          </Link>
        </Box>
        <StateLabel dashboard={dashboard} />
        <Box sx={{ position: 'relative', mr: { xs: -3.5, sm: -2 }, my: { xs: -3, sm: -1 } }}>
          <DashboardMenu dashboard={dashboard} isSmall />
        </Box>
      </Box>
      <Box
        sx={{
          typography: 'body2',
          fontVariantNumeric: 'normal',
          color: 'text.hint',
          overflowWrap: 'anywhere',
        }}
      >
        {[hostOf(url), version].filter(Boolean).join(' · ')}
      </Box>
    </>
  );
}

function Figures({ dashboard }: { dashboard: Dashboard }) {
  const now = useNow();
  const { visits_last_7_days: visits } = dashboard;
  return (
    <>
      <Box sx={{ display: 'flex', alignItems: 'flex-end', gap: 2, mt: 2.5 }}>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Box sx={{ typography: 'caption', color: 'text.hint' }}>{words.visits7Days}</Box>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 2 }}>
            <Box component="span" sx={{ typography: 'h3', whiteSpace: 'nowrap' }}>
              {formatCount(visits)}
            </Box>
            <Change now={visits} before={comparable(dashboard, 'visits_previous_7_days')} />
          </Box>
        </Box>
        <Sparkline values={dashboard.visits_sparkline} isMuted={isStale(dashboard, now)} />
      </Box>
      <Trio dashboard={dashboard} />
    </>
  );
}

function Trio({ dashboard }: { dashboard: Dashboard }) {
  const { median_execution_time: median, p95_execution_time: p95 } = dashboard;
  return (
    <Box
      component="dl"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        justifyContent: 'space-between',
        gap: 2,
        m: 0,
        mt: 2.5,
      }}
    >
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
    </Box>
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
      <Box component="dt" sx={{ typography: 'caption', color: 'text.hint' }}>
        {name}
      </Box>
      <Box component="dd" sx={{ m: 0, fontSize: 15, fontWeight: 600, whiteSpace: 'nowrap' }}>
        {value} {children}
      </Box>
    </div>
  );
}

function Foot({ dashboard }: { dashboard: Dashboard }) {
  return (
    <Box sx={{ pt: 2.5, borderTop: 1, borderColor: 'divider' }}>
      <UptimeStrip dashboard={dashboard} />
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          justifyContent: 'space-between',
          columnGap: 3,
          mt: 1.5,
          typography: 'caption',
          color: 'text.hint',
        }}
      >
        <span>{uptimeWords(dashboard)}</span>
        {dashboard.state !== 'backfilling' && (
          <Box component="span" sx={{ position: 'relative' }}>
            <CompleteUntil dashboard={dashboard} />
          </Box>
        )}
      </Box>
    </Box>
  );
}
