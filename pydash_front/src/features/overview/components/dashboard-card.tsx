import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { Link as RouterLink } from 'react-router';

import { Card } from '@/components/card';
import { Sparkline } from '@/components/charts/sparkline';
import { BackfillProgress } from '@/components/dashboards/backfill-progress';
import { CompleteUntil } from '@/components/dashboards/complete-until';
import { DashboardMenu } from '@/components/dashboards/dashboard-menu';
import { StateLabel } from '@/components/dashboards/state-label';
import { Note } from '@/components/feedback/note';
import { useNow } from '@/hooks/use-now';
import type { Dashboard } from '@/lib/api-types';
import { formatChange, formatCount } from '@/lib/format';
import { isStale } from '@/lib/staleness';
import { texts } from '@/lib/texts';

interface DashboardCardProps {
  dashboard: Dashboard;
  heardAtMs: number;
}

/** One app at a glance. The whole card opens it; what is inside the link stays above it. */
export function DashboardCard({ dashboard, heardAtMs }: DashboardCardProps) {
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
        {error && (
          <Note kind="bad" isSmall>
            {error}
          </Note>
        )}
        {state === 'backfilling' && (
          <BackfillProgress dashboard={dashboard} heardAtMs={heardAtMs} />
        )}
        <Foot dashboard={dashboard} />
      </Box>
    </Card>
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
  const visits = dashboard.visits_last_7_days;
  const isReading = dashboard.state === 'backfilling';
  const change = isReading ? null : formatChange(visits, dashboard.visits_previous_7_days);
  return (
    <Box sx={{ display: 'flex', alignItems: 'flex-end', gap: 2, mt: 2.5 }}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Box sx={{ typography: 'caption', color: 'text.hint' }}>{texts.overview.visits7Days}</Box>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 2 }}>
          <Box component="span" sx={{ typography: 'h3', whiteSpace: 'nowrap' }}>
            {formatCount(visits)}
          </Box>
          {change && (
            <Box
              component="span"
              sx={{ typography: 'caption', color: 'text.hint', fontWeight: 500 }}
            >
              {change}
            </Box>
          )}
        </Box>
      </Box>
      <Sparkline values={dashboard.visits_sparkline} isMuted={isStale(dashboard, now)} />
    </Box>
  );
}

function Foot({ dashboard }: { dashboard: Dashboard }) {
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        justifyContent: 'space-between',
        columnGap: 3,
        pt: 2.5,
        borderTop: 1,
        borderColor: 'divider',
        typography: 'caption',
        color: 'text.hint',
      }}
    >
      <span>
        {texts.overview.uniqueVisitors}{' '}
        <Box component="b" sx={{ color: 'text.primary', fontWeight: 600 }}>
          {formatCount(dashboard.unique_visitors)}
        </Box>
      </span>
      {dashboard.state !== 'backfilling' && (
        <Box component="span" sx={{ position: 'relative' }}>
          <CompleteUntil dashboard={dashboard} />
        </Box>
      )}
    </Box>
  );
}
