import Box from '@mui/material/Box';

import { useNow } from '@/hooks/use-now';
import { formatInstant, formatUtc } from '@/lib/format';
import { browserZone, zoneCity } from '@/lib/zone';

/** The time and the zone in which every time on the page is told. */
export function Clock() {
  const now = useNow();
  return (
    <Box
      title={formatUtc(now)}
      component="span"
      sx={{
        display: { xs: 'none', sm: 'inline' },
        typography: 'body2',
        color: 'text.hint',
        whiteSpace: 'nowrap',
      }}
    >
      {`${formatInstant(now, now)} · ${zoneCity(browserZone())}`}
    </Box>
  );
}
