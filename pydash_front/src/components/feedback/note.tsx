import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

import { CheckIcon, InfoIcon, WarningIcon } from '@/components/icons';

export type NoteKind = 'bad' | 'warn' | 'good' | 'info';

const LOOKS = {
  bad: { ground: 'tone.badSoft', ink: 'error.main', Icon: WarningIcon },
  warn: { ground: 'tone.warnSoft', ink: 'warning.main', Icon: WarningIcon },
  good: { ground: 'tone.goodSoft', ink: 'success.main', Icon: CheckIcon },
  info: { ground: 'tone.accentSoft', ink: 'primary.main', Icon: InfoIcon },
} as const;

interface NoteProps {
  kind: NoteKind;
  children: ReactNode;
  action?: ReactNode;
  isSmall?: boolean;
  /** `alert` for what a reader must hear at once; nothing for what was there all along. */
  role?: 'alert' | 'status';
}

/** A sentence on coloured ground, with a sign that tells its kind without the colour. */
export function Note({ kind, children, action, isSmall = false, role }: NoteProps) {
  const { ground, ink, Icon } = LOOKS[kind];
  return (
    <Box
      role={role}
      sx={{
        display: 'flex',
        alignItems: 'center',
        flexWrap: 'wrap',
        columnGap: 3,
        rowGap: 2,
        px: isSmall ? 2.5 : 3.5,
        py: isSmall ? 1.5 : 2.5,
        borderRadius: '10px',
        bgcolor: ground,
        typography: isSmall ? 'body2' : 'body1',
        fontVariantNumeric: 'normal',
      }}
    >
      <Box sx={{ flex: 1, minWidth: 180, display: 'flex', gap: 3 }}>
        <Icon
          aria-hidden
          fontSize={isSmall ? 'small' : 'medium'}
          sx={{ color: ink, mt: isSmall ? '3px' : '1px' }}
        />
        <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>{children}</Box>
      </Box>
      {action}
    </Box>
  );
}
