import Box from '@mui/material/Box';

import { Note } from '@/components/feedback/note';
import type { Dashboard } from '@/lib/api-types';
import { formatRecent } from '@/lib/format';
import { texts } from '@/lib/texts';

/** What keeps the figures from being whole, and what to do about it. */
export function Notices({ dashboard, now }: { dashboard: Dashboard; now: Date }) {
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
