import Box from '@mui/material/Box';

import { formatChange } from '@/lib/format';

interface ChangeProps {
  now: number | null;
  before: number | null;
  /** What more of it means; visits are neither good nor bad. */
  more?: 'bad' | 'good' | 'neutral';
}

/** A smaller change than this may be chance: it stays grey. */
const CLEAR_RATIO = 0.05;

function colorOf({ now, before, more }: ChangeProps): string {
  if (now === null || !before || more === undefined || more === 'neutral') return 'text.hint';
  const change = now / before - 1;
  if (Math.abs(change) < CLEAR_RATIO) return 'text.hint';
  return change > 0 === (more === 'bad') ? 'error.main' : 'success.main';
}

/** `▲ +18 %`; nothing where there is nothing to compare with. */
export function Change(props: ChangeProps) {
  const words = formatChange(props.now, props.before);
  if (words === null) return null;
  return (
    <Box
      component="span"
      sx={{ typography: 'caption', fontWeight: 600, whiteSpace: 'nowrap', color: colorOf(props) }}
    >
      {words}
    </Box>
  );
}
