import Box from '@mui/material/Box';

import { ProgressBar } from '@/components/feedback/progress-bar';
import { useNow } from '@/hooks/use-now';
import { useTimeLeft } from '@/hooks/use-time-left';
import type { Dashboard } from '@/lib/api-types';
import { formatRatio, formatRecent, formatSpan } from '@/lib/format';
import { texts } from '@/lib/texts';

interface BackfillProgressProps {
  dashboard: Dashboard;
  /** When the server was last asked about it. */
  heardAtMs: number;
}

/** How much of an app's history has been read, up to when, and how long the rest takes. */
export function BackfillProgress({ dashboard, heardAtMs }: BackfillProgressProps) {
  const now = useNow();
  const { fetch_progress_ratio: ratio, complete_until: until } = dashboard;
  const timeLeftMs = useTimeLeft(ratio, heardAtMs);
  const read = until
    ? texts.dashboard.readUntil(formatRatio(ratio), formatRecent(new Date(until), now))
    : texts.dashboard.read(formatRatio(ratio));
  return (
    <Box sx={{ typography: 'caption', color: 'text.secondary' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, mb: 1.5 }}>
        <Box component="span" sx={{ flex: 1 }}>
          {read}
        </Box>
        {timeLeftMs !== null && <span>{texts.dashboard.timeLeft(formatSpan(timeLeftMs))}</span>}
      </Box>
      <ProgressBar label={texts.dashboard.progress} ratio={ratio} />
    </Box>
  );
}
