import Box from '@mui/material/Box';
import { Link } from '@/components/link';

import { ErrorNote } from '@/components/feedback/error-note';
import { dashboardSettingsAddress } from '@/lib/addresses';
import { useDashboards } from '@/lib/dashboards';
import { texts } from '@/lib/texts';

import { Panel } from './panel';

/** The way to each app's own settings. */
export function DashboardsPanel() {
  const { data, error, refetch } = useDashboards();
  return (
    <Panel title={texts.shell.dashboards}>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && (
        <Box sx={{ color: 'text.secondary' }}>{texts.settings.noDashboards}</Box>
      )}
      {data && data.length > 0 && (
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 2 }}>
          {data.map(({ id, name, url }) => (
            <li key={id}>
              <Link
                to={dashboardSettingsAddress(id)}
                underline="hover"
                sx={{ fontWeight: 550, overflowWrap: 'anywhere' }}
              >
                {name}
              </Link>
              <Box sx={{ typography: 'body2', color: 'text.secondary', overflowWrap: 'anywhere' }}>
                {url}
              </Box>
            </li>
          ))}
        </Box>
      )}
    </Panel>
  );
}
