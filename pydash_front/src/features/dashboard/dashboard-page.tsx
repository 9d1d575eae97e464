import Button from '@mui/material/Button';
import { Skeleton } from '@/components/feedback/skeleton';
import { Link, useParams } from 'react-router';

import { Delayed } from '@/components/feedback/delayed';
import { ErrorNote } from '@/components/feedback/error-note';
import { PageHead } from '@/components/page-head';
import { ApiError } from '@/lib/api-client';
import { useDashboard } from '@/lib/dashboards';
import { texts } from '@/lib/texts';

import { DashboardView } from './components/dashboard-view';

const PARENTS = [{ name: texts.overview.crumb, to: '/' }];

export function DashboardPage() {
  const { id = '' } = useParams();
  const { data, error, refetch, dataUpdatedAt } = useDashboard(id);
  // The key: what one dashboard's page has in hand must not show on another's.
  if (data) return <DashboardView key={id} dashboard={data} heardAtMs={dataUpdatedAt} />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  return (
    <Delayed>
      <Skeleton width={220} height={32} sx={{ mb: 8 }} />
      <Skeleton height={96} sx={{ mb: 4, borderRadius: '12px' }} />
      <Skeleton height={300} sx={{ borderRadius: '12px' }} />
    </Delayed>
  );
}

function Failed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const isRefusal = error instanceof ApiError && error.status >= 400 && error.status < 500;
  return (
    <>
      <PageHead
        title={texts.dashboard.unavailable}
        crumb={texts.dashboard.unavailable}
        parents={PARENTS}
      />
      <ErrorNote error={error} onRetry={isRefusal ? undefined : onRetry} />
      <Button component={Link} to="/" variant="outlined" sx={{ mt: 4 }}>
        {texts.errors.backToOverview}
      </Button>
    </>
  );
}
