import Box from '@mui/material/Box';

import { Card } from '@/components/card';
import type { AdminOverview } from '@/lib/api-types';
import { formatBytes, formatCount, formatSpan, UNKNOWN } from '@/lib/format';
import { texts } from '@/lib/texts';

const words = texts.admin.figures;

/** How many, how large, how late: the whole installation in six figures. */
export function InstallationFigures({ overview }: { overview: AdminOverview }) {
  const { dashboards, storage } = overview;
  const failing = dashboards.filter(({ state }) => state === 'failing').length;
  const longest = Math.max(0, ...dashboards.map(({ lag_s }) => lag_s));
  const figures = [
    [words.users, formatCount(overview.user_count)],
    [words.dashboards, formatCount(overview.dashboard_count)],
    [words.failing, formatCount(failing)],
    [words.lag, dashboards.length > 0 ? formatSpan(longest * 1000) : UNKNOWN],
    [words.database, formatBytes(storage.database_bytes)],
    [words.free, formatBytes(storage.disk_free_bytes)],
  ] as const;
  return (
    <Card aria-label={texts.admin.title}>
      <Box
        component="dl"
        sx={{
          m: 0,
          p: { xs: 3.5, sm: 5 },
          display: 'grid',
          gap: 4,
          gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(6, 1fr)' },
        }}
      >
        {figures.map(([name, value]) => (
          <div key={name}>
            <Box component="dt" sx={{ typography: 'caption', color: 'text.secondary' }}>
              {name}
            </Box>
            <Box component="dd" sx={{ m: 0, typography: 'h3' }}>
              {value}
            </Box>
          </div>
        ))}
      </Box>
    </Card>
  );
}
