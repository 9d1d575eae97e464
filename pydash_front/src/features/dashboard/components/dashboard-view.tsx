import Box from '@mui/material/Box';
import { useNavigate } from 'react-router';

import { Card } from '@/components/card';
import { BackfillProgress } from '@/components/dashboards/backfill-progress';
import { CompleteUntil } from '@/components/dashboards/complete-until';
import { DashboardMenu } from '@/components/dashboards/dashboard-menu';
import { StateLabel } from '@/components/dashboards/state-label';
import { Note } from '@/components/feedback/note';
import { PageHead } from '@/components/page-head';
import type { Dashboard } from '@/lib/api-types';
import { formatRecent } from '@/lib/format';
import { texts } from '@/lib/texts';

import { useView } from '../use-view';
import { Charts } from './charts';
import { KeyFigures } from './key-figures';
import { Toolbar } from './toolbar';

interface DashboardViewProps {
  dashboard: Dashboard;
  heardAtMs: number;
}

export function DashboardView({ dashboard, heardAtMs }: DashboardViewProps) {
  const view = useView(dashboard);
  return (
    <>
      <Head dashboard={dashboard} />
      <Notices dashboard={dashboard} now={view.now} />
      {dashboard.state === 'backfilling' && (
        <Card sx={{ px: { xs: 3.5, sm: 5 }, py: 3, mb: 4 }}>
          <BackfillProgress dashboard={dashboard} heardAtMs={heardAtMs} />
        </Card>
      )}
      <Toolbar view={view} />
      <KeyFigures dashboard={dashboard} window={view.window} />
      <Charts dashboard={dashboard} view={view} />
    </>
  );
}

function Head({ dashboard }: { dashboard: Dashboard }) {
  const navigate = useNavigate();
  const { name, version, state } = dashboard;
  const facts = (
    <>
      <StateLabel dashboard={dashboard} />
      {version && (
        <Box component="span" sx={{ typography: 'body2', color: 'text.secondary' }}>
          {texts.dashboard.version(version)}
        </Box>
      )}
      {state !== 'backfilling' && (
        <Box component="span" sx={{ typography: 'body2', color: 'text.hint' }}>
          <CompleteUntil dashboard={dashboard} />
        </Box>
      )}
    </>
  );
  return (
    <PageHead
      title={name}
      crumb={name}
      parents={[{ name: texts.overview.crumb, to: '/' }]}
      facts={facts}
      actions={<DashboardMenu dashboard={dashboard} onDeleted={() => void navigate('/')} />}
    />
  );
}

function Notices({ dashboard, now }: { dashboard: Dashboard; now: Date }) {
  const { error, error_since: since, warnings } = dashboard;
  if (!error && warnings.length === 0) return null;
  return (
    <Box sx={{ display: 'grid', gap: 2, mb: 4 }}>
      {error && (
        <Note kind="bad">
          {error}
          {since && (
            <Box component="span" sx={{ color: 'text.secondary' }}>
              {` (${texts.dashboard.since(formatRecent(new Date(since), now))})`}
            </Box>
          )}
        </Note>
      )}
      {warnings.map(({ code, message }) => (
        <Note key={code} kind="warn">
          {message}
        </Note>
      ))}
    </Box>
  );
}
