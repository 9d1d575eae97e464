import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import type { ReactNode } from 'react';

import { Card } from '@/components/card';
import { Delayed } from '@/components/feedback/delayed';
import { ErrorNote } from '@/components/feedback/error-note';
import { RefetchBar } from '@/components/feedback/refetch-bar';
import type { Dashboard } from '@/lib/api-types';
import { formatCount, formatDuration } from '@/lib/format';
import { texts } from '@/lib/texts';

import { useTotal } from '../api';
import type { TimeWindow } from '../time-window';

interface KeyFiguresProps {
  dashboard: Dashboard;
  window: TimeWindow;
}

/** True where nothing of the time has been fetched yet: its sums are not known, and no zero. */
function isUnknown({ complete_until }: Dashboard, { start }: TimeWindow): boolean {
  return complete_until === null || (start !== null && new Date(complete_until) <= start);
}

/** The whole time in three numbers. */
export function KeyFigures({ dashboard, window }: KeyFiguresProps) {
  const visits = useTotal(dashboard, 'total_visits', window);
  const unique = useTotal(dashboard, 'unique_visitors', window);
  const average = useTotal(dashboard, 'average_execution_time', window);
  const all = [visits, unique, average];
  const known = <Value,>(value: Value) => (isUnknown(dashboard, window) ? null : value);
  const failed = all.find(({ error }) => error !== null);
  if (failed?.error) {
    const retryAll = () => all.forEach((query) => void query.refetch());
    return (
      <Box sx={{ mb: 4 }}>
        <ErrorNote error={failed.error} onRetry={retryAll} />
      </Box>
    );
  }
  return (
    <Card aria-label={texts.dashboard.keyFigures} sx={{ mb: 4 }}>
      <RefetchBar isActive={all.some(({ isPlaceholderData }) => isPlaceholderData)} />
      <Box component="dl" sx={GRID}>
        <Figure name={texts.dashboard.key.visits}>
          {visits.data === undefined ? null : (
            <span data-testid="total-visits" data-value={known(visits.data) ?? undefined}>
              {formatCount(known(visits.data))}
            </span>
          )}
        </Figure>
        <Figure name={texts.dashboard.key.unique}>
          {unique.data === undefined ? null : (
            <span data-testid="unique-visitors">{formatCount(known(unique.data))}</span>
          )}
        </Figure>
        <Figure name={texts.dashboard.key.average}>
          {average.data === undefined ? null : (
            <span data-testid="average-execution-time">{formatDuration(known(average.data))}</span>
          )}
        </Figure>
      </Box>
    </Card>
  );
}

const GRID = {
  display: 'grid',
  gridTemplateColumns: { xs: '1fr 1fr', sm: 'repeat(3, 1fr)' },
  m: 0,
  overflow: 'hidden',
} as const;

interface FigureProps {
  name: string;
  /** `null` until the answer is there. */
  children: ReactNode;
}

function Figure({ name, children }: FigureProps) {
  return (
    <Box
      sx={{
        px: { xs: 3.5, xl: 5 },
        py: { xs: 2.5, sm: 3.5 },
        minWidth: 0,
        '&:last-of-type': { gridColumn: { xs: '1 / -1', sm: 'auto' } },
        // Lines between the figures only: those at the edges lie beyond what is shown.
        boxShadow: '-1px -1px 0 0 var(--mui-palette-divider)',
      }}
    >
      <Box component="dt" sx={{ typography: 'caption', color: 'text.hint' }}>
        {name}
      </Box>
      <Box component="dd" sx={{ m: 0, typography: 'h3', whiteSpace: 'nowrap' }}>
        {children ?? (
          <Delayed>
            <Skeleton width={96} height={26} sx={{ my: '3px' }} />
          </Delayed>
        )}
      </Box>
    </Box>
  );
}
