import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Skeleton } from '@/components/feedback/skeleton';
import { Link, useParams } from 'react-router';

import { Delayed } from '@/components/feedback/delayed';
import { ErrorNote } from '@/components/feedback/error-note';
import { PageHead } from '@/components/page-head';
import { dashboardAddress } from '@/lib/addresses';
import type { Dashboard, DashboardDetail } from '@/lib/api-types';
import { useDashboard } from '@/lib/dashboards';
import { texts } from '@/lib/texts';

import { AppPanel, DeletePanel, WatchingPanel } from './components/dashboard-panels';
import { EndpointsPanel } from './components/endpoints-panel';

const words = texts.settings;

/** Everything that can be set about one watched app. */
export function DashboardSettingsPage() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useDashboard(id);
  if (data) return <Settings key={id} dashboard={data} />;
  if (error) {
    return (
      <>
        <PageHead title={words.title} crumb={words.title} parents={[OVERVIEW]} />
        <ErrorNote error={error} onRetry={() => void refetch()} />
        <Button component={Link} to="/" variant="outlined" sx={{ mt: 4 }}>
          {texts.errors.backToOverview}
        </Button>
      </>
    );
  }
  return (
    <Delayed>
      <Skeleton width={220} height={32} sx={{ mb: 8 }} />
      <Skeleton height={240} sx={{ maxWidth: 880, borderRadius: '12px' }} />
    </Delayed>
  );
}

const OVERVIEW = { name: texts.overview.crumb, to: '/' };

function Settings({ dashboard }: { dashboard: Dashboard | DashboardDetail }) {
  return (
    <Box sx={{ maxWidth: 880 }}>
      <PageHead
        title={words.titleOf(dashboard.name)}
        crumb={words.title}
        parents={[OVERVIEW, { name: dashboard.name, to: dashboardAddress(dashboard.id) }]}
      />
      <AppPanel dashboard={dashboard} />
      <WatchingPanel dashboard={dashboard} />
      <EndpointsPanel dashboard={dashboard} />
      <DeletePanel dashboard={dashboard} />
    </Box>
  );
}
