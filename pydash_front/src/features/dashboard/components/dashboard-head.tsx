import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useNavigate } from 'react-router';

import { CompleteUntil } from '@/components/dashboards/complete-until';
import { DashboardMenu } from '@/components/dashboards/dashboard-menu';
import { StateLabel } from '@/components/dashboards/state-label';
import { DownloadIcon, RefreshIcon } from '@/components/icons';
import { PageHead } from '@/components/page-head';
import type { View } from '@/components/view/use-view';
import type { Dashboard } from '@/lib/api-types';
import { useRefresh } from '@/lib/dashboards';
import { exportAddress } from '@/lib/measurements';
import { texts } from '@/lib/texts';
import { visible } from '@/lib/visible';

interface DashboardHeadProps {
  dashboard: Dashboard;
  view: View;
}

/** Which app, how it stands, and what can be done with it. */
export function DashboardHead({ dashboard, view }: DashboardHeadProps) {
  const navigate = useNavigate();
  const { name } = dashboard;
  return (
    <PageHead
      title={name}
      crumb={name}
      parents={[{ name: texts.overview.crumb, to: '/' }]}
      facts={<Facts dashboard={dashboard} />}
      actions={
        <Box sx={{ display: 'flex', gap: 2, flex: 'none' }}>
          <FetchNow dashboard={dashboard} />
          <ExportButton dashboard={dashboard} view={view} />
          <DashboardMenu dashboard={dashboard} onDeleted={() => void navigate('/')} />
        </Box>
      }
    />
  );
}

function Facts({ dashboard }: { dashboard: Dashboard }) {
  const { version, state } = dashboard;
  return (
    <>
      <StateLabel dashboard={dashboard} />
      {version && (
        <Box component="span" sx={{ typography: 'body2', color: 'text.secondary' }}>
          {texts.dashboard.version(visible(version))}
        </Box>
      )}
      {state !== 'backfilling' && (
        <Box component="span" sx={{ typography: 'body2', color: 'text.hint' }}>
          <CompleteUntil dashboard={dashboard} />
        </Box>
      )}
    </>
  );
}

const WIDE_ONLY = { display: { xs: 'none', sm: 'inline-flex' } } as const;

function FetchNow({ dashboard }: { dashboard: Dashboard }) {
  const refresh = useRefresh(dashboard.id);
  return (
    <Box sx={{ textAlign: 'right' }}>
      <Button
        variant="outlined"
        startIcon={<RefreshIcon fontSize="small" />}
        loading={refresh.isPending}
        loadingPosition="start"
        onClick={() => refresh.mutate()}
        sx={WIDE_ONLY}
      >
        {texts.dashboard.fetchNow}
      </Button>
      <Box role="status" sx={{ typography: 'caption', color: 'text.secondary', maxWidth: 260 }}>
        {refresh.error?.message ?? (refresh.isSuccess ? texts.dashboard.fetching : null)}
      </Box>
    </Box>
  );
}

/** The calls that are shown, as a file; the browser saves it. */
export function ExportButton({ dashboard, view }: DashboardHeadProps) {
  return (
    <Button
      component="a"
      href={exportAddress(dashboard, view.selection)}
      download
      variant="outlined"
      title={texts.dashboard.exportNote}
      startIcon={<DownloadIcon fontSize="small" />}
      sx={WIDE_ONLY}
    >
      {texts.dashboard.export}
    </Button>
  );
}
