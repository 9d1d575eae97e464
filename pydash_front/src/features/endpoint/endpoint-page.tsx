import Button from '@mui/material/Button';
import { Skeleton } from '@/components/feedback/skeleton';
import { Link, useLocation, useParams } from 'react-router';

import { Delayed } from '@/components/feedback/delayed';
import { ErrorNote } from '@/components/feedback/error-note';
import { Note } from '@/components/feedback/note';
import { PageHead } from '@/components/page-head';
import { dashboardAddress } from '@/lib/addresses';
import { ApiError } from '@/lib/api-client';
import type { Dashboard } from '@/lib/api-types';
import { useDashboard } from '@/lib/dashboards';
import { texts } from '@/lib/texts';

import { EndpointView } from './components/endpoint-view';

/** One endpoint of one app. Its name may hold any character, a slash too. */
export function EndpointPage() {
  const { id = '', '*': name = '' } = useParams();
  const { data, error, refetch } = useDashboard(id);
  if (data?.endpoints.some((endpoint) => endpoint.name === name)) {
    return <EndpointView key={`${id} ${name}`} dashboard={data} name={name} />;
  }
  // What the overview has left out, the dashboard itself names in a moment.
  if (data && !data.endpoints_are_cut) return <NoSuchEndpoint dashboard={data} name={name} />;
  if (error) return <Failed name={name} error={error} onRetry={() => void refetch()} />;
  return (
    <Delayed>
      <Skeleton width={220} height={32} sx={{ mb: 8 }} />
      <Skeleton height={96} sx={{ mb: 4, borderRadius: '12px' }} />
      <Skeleton height={300} sx={{ borderRadius: '12px' }} />
    </Delayed>
  );
}

function NoSuchEndpoint({ dashboard, name }: { dashboard: Dashboard; name: string }) {
  const { search } = useLocation();
  const up = dashboardAddress(dashboard.id, search);
  return (
    <>
      <PageHead
        title={name}
        crumb={name}
        parents={[
          { name: texts.overview.crumb, to: '/' },
          { name: dashboard.name, to: up },
        ]}
      />
      <Note kind="info">{texts.endpoint.noSuch}</Note>
      <Button component={Link} to={up} variant="outlined" sx={{ mt: 4 }}>
        {dashboard.name}
      </Button>
    </>
  );
}

interface FailedProps {
  name: string;
  error: Error;
  onRetry: () => void;
}

function Failed({ name, error, onRetry }: FailedProps) {
  const isRefusal = error instanceof ApiError && error.status >= 400 && error.status < 500;
  return (
    <>
      <PageHead title={name} crumb={name} parents={[{ name: texts.overview.crumb, to: '/' }]} />
      <ErrorNote error={error} onRetry={isRefusal ? undefined : onRetry} />
      <Button component={Link} to="/" variant="outlined" sx={{ mt: 4 }}>
        {texts.errors.backToOverview}
      </Button>
    </>
  );
}
