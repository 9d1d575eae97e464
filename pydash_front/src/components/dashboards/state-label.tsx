import Box from '@mui/material/Box';

import type { Dashboard } from '@/lib/api-types';
import { texts } from '@/lib/texts';

/** Each state has a shape of its own, so that it can be told without colour. */
const LOOKS = {
  up_to_date: { color: 'success.main', dot: { borderRadius: '50%', bgcolor: 'currentColor' } },
  backfilling: { color: 'primary.main', dot: { borderRadius: '50%', border: '2px solid' } },
  failing: {
    color: 'error.main',
    dot: { borderRadius: '2px', transform: 'rotate(45deg)', bgcolor: 'currentColor' },
  },
} as const;

/** Whether the app answers counts for more than that its past was fetched. */
function lookOf({ state, is_up: isUp }: Dashboard): keyof typeof LOOKS {
  return isUp === false ? 'failing' : state;
}

function wordsOf({ state, error_code, is_up: isUp }: Dashboard): string {
  if (isUp === false) return texts.dashboard.down;
  if (isUp === true && state === 'up_to_date') return texts.dashboard.up;
  const words = texts.dashboard;
  const failure = state === 'failing' && error_code ? words.failures[error_code] : undefined;
  return failure ?? words.states[state];
}

export function StateLabel({ dashboard }: { dashboard: Dashboard }) {
  const { color, dot } = LOOKS[lookOf(dashboard)];
  return (
    <Box
      component="span"
      data-testid="dashboard-state"
      data-state={dashboard.state}
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 1.5,
        color,
        typography: 'body2',
        fontWeight: 550,
        whiteSpace: 'nowrap',
      }}
    >
      <Box component="i" aria-hidden sx={{ width: 8, height: 8, flex: 'none', ...dot }} />
      {wordsOf(dashboard)}
    </Box>
  );
}
