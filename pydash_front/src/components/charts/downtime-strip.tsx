import Box from '@mui/material/Box';

import { HATCH } from './legend';

export interface WatchedDay {
  key: string;
  /** The day, and what happened on it, in words. */
  title: string;
  /** `27 Oct`. */
  shortName: string;
  /** Nobody looked the whole day. */
  isUnknown: boolean;
  /** Parts of the day, 0 at midnight to 1. */
  outages: readonly { start: number; end: number }[];
}

const HEIGHT_PX = 44;
/** An outage of a minute must not vanish. */
const MIN_OUTAGE_PX = 2;
const LABELS = 4;

/** One bar a day, midnight at the top; red where the app did not answer. */
export function DowntimeStrip({ days, label }: { days: readonly WatchedDay[]; label: string }) {
  const stride = Math.max(1, Math.ceil(days.length / LABELS));
  return (
    <Box role="img" aria-label={label}>
      <Box sx={{ display: 'flex', gap: days.length > 60 ? '1px' : '3px', height: HEIGHT_PX }}>
        {days.map((day) => (
          <Day key={day.key} day={day} />
        ))}
      </Box>
      <Box
        aria-hidden
        sx={{ display: 'flex', mt: 1.5, typography: 'caption', color: 'text.hint', height: 16 }}
      >
        {days.map(({ key, shortName }, index) => (
          <Box key={key} sx={{ flex: 1, minWidth: 0, whiteSpace: 'nowrap' }}>
            {index % stride === 0 ? shortName : ''}
          </Box>
        ))}
      </Box>
    </Box>
  );
}

function Day({ day }: { day: WatchedDay }) {
  const ground = day.isUnknown
    ? { backgroundImage: HATCH, boxShadow: 'inset 0 0 0 1px var(--mui-palette-tone-hatch)' }
    : { bgcolor: 'tone.up' };
  return (
    <Box
      title={day.title}
      sx={{
        flex: 1,
        minWidth: 0,
        position: 'relative',
        borderRadius: '2px',
        overflow: 'hidden',
        ...ground,
      }}
    >
      {day.outages.map(({ start, end }) => (
        <Box
          key={start}
          sx={{ position: 'absolute', insetInline: 0, bgcolor: 'error.main' }}
          style={{
            top: `min(${start * 100}%, calc(100% - ${MIN_OUTAGE_PX}px))`,
            height: `max(${MIN_OUTAGE_PX}px, ${(end - start) * 100}%)`,
          }}
        />
      ))}
    </Box>
  );
}
