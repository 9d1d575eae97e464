import Box from '@mui/material/Box';
import { Skeleton } from '@/components/feedback/skeleton';

import { Delayed } from '@/components/feedback/delayed';
import { ErrorNote } from '@/components/feedback/error-note';
import { Note } from '@/components/feedback/note';
import { PageHead } from '@/components/page-head';
import type { AdminOverview } from '@/lib/api-types';
import { texts } from '@/lib/texts';

import { useAdminOverview } from './api';
import { ActivityCard } from './components/activity-card';
import { DashboardsCard } from './components/dashboards-card';
import { InstallationFigures } from './components/installation-figures';
import { UsersCard } from './components/users-card';

const words = texts.admin;

/** For administrators: who uses this PyDash, how fetching goes, and what there is of space. */
export function AdminPage() {
  const { data, error, refetch } = useAdminOverview();
  return (
    <Box sx={{ maxWidth: 1280 }}>
      <PageHead
        title={words.title}
        crumb={words.title}
        parents={[{ name: texts.overview.crumb, to: '/' }]}
      />
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && (
        <Delayed>
          <Skeleton height={88} sx={{ mb: 4 }} />
          <Skeleton height={320} />
        </Delayed>
      )}
      {data && (
        <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
          <Health health={data.health} />
          <InstallationFigures overview={data} />
          <DashboardsCard overview={data} />
          <UsersCard overview={data} />
          <ActivityCard />
        </Box>
      )}
    </Box>
  );
}

function Health({ health }: Pick<AdminOverview, 'health'>) {
  const reasons = health.reasons ?? [];
  if (reasons.length === 0) return <Note kind="good">{words.allWell}</Note>;
  const kind = health.status === 'failing' ? 'bad' : 'warn';
  return reasons.map(({ code, message }) => (
    <Note key={code} kind={kind}>
      {message}
    </Note>
  ));
}
