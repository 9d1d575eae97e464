import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

import { Note } from '@/components/feedback/note';
import { useNow } from '@/hooks/use-now';
import type { AdminOverview } from '@/lib/api-types';
import { formatCount, formatRecent } from '@/lib/format';
import { texts } from '@/lib/texts';

import { useRefreshAny } from '../api';
import { TableCard } from './table-card';

const words = texts.admin;
const COLUMNS = [
  words.name,
  words.owner,
  words.state,
  words.lastFetch,
  words.calls,
  words.actions,
] as const;

/** How the fetching of each dashboard goes: never what it has measured. */
export function DashboardsCard({ overview }: { overview: AdminOverview }) {
  const now = useNow();
  const refreshing = useRefreshAny();
  const { dashboards, dashboard_count: count } = overview;
  if (dashboards.length === 0) return <Note kind="info">{words.noDashboards}</Note>;
  return (
    <TableCard
      title={words.dashboards}
      note={words.dashboardsListed(formatCount(dashboards.length), formatCount(count))}
      error={refreshing.error}
      columns={COLUMNS}
    >
      {dashboards.map((one) => (
        <tr key={one.id}>
          <th scope="row">
            <Box sx={{ fontWeight: 550 }}>{one.name}</Box>
            <Box sx={{ typography: 'caption', color: 'text.secondary' }}>{one.host}</Box>
          </th>
          <td className="left">{one.owner_name}</td>
          <td className="left">
            <Box sx={one.state === 'failing' ? { color: 'error.main' } : undefined}>
              {words.states[one.state]}
            </Box>
            {one.error && (
              <Box
                sx={{
                  typography: 'caption',
                  color: 'text.secondary',
                  minWidth: 240,
                  maxWidth: 420,
                  whiteSpace: 'normal',
                }}
              >
                {one.error}
              </Box>
            )}
          </td>
          <td>
            {one.last_fetch_at ? formatRecent(new Date(one.last_fetch_at), now) : words.never}
          </td>
          <td>{formatCount(one.call_count)}</td>
          <td>
            <Button
              size="small"
              variant="outlined"
              disabled={refreshing.isPending}
              onClick={() => refreshing.mutate(one.id)}
              aria-label={words.fetchNamed(one.name, one.owner_name)}
            >
              {words.fetchNow}
            </Button>
          </td>
        </tr>
      ))}
    </TableCard>
  );
}
