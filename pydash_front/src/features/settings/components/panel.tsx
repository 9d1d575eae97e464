import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { Typography } from '@/components/typography';
import type { ReactNode } from 'react';

import { DownIcon } from '@/components/icons';
import { texts } from '@/lib/texts';

const Details = styled('details')(({ theme }) => ({
  marginBottom: 12,
  border: `1px solid ${theme.vars.palette.divider}`,
  borderRadius: 12,
  backgroundColor: theme.vars.palette.background.paper,
  '&[open] > summary svg': { transform: 'rotate(180deg)' },
}));

const Summary = styled('summary')({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  minHeight: 52,
  padding: '0 20px',
  borderRadius: 12,
  cursor: 'pointer',
  '&::-webkit-details-marker': { display: 'none' },
});

/** A part of the settings that folds away. */
export function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Details open>
      <Summary>
        <Typography variant="h2">{title}</Typography>
        <DownIcon sx={{ color: 'text.hint' }} />
      </Summary>
      <Box sx={{ px: 5, pt: 1, pb: 5, display: 'grid', gap: 4 }}>{children}</Box>
    </Details>
  );
}

interface RowProps {
  label: string;
  value?: ReactNode;
  action: string;
  /** What the button does, for those who hear it alone. */
  actionLabel?: string;
  onAction: () => void;
  isDangerous?: boolean;
  isDisabled?: boolean;
}

/** What is set, and the button that changes it. */
export function Row(props: RowProps) {
  const { label, value, action, onAction, isDangerous = false, isDisabled = false } = props;
  const named = action === texts.settings.change ? `${action}: ${label}` : undefined;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2 }}>
      <Box sx={{ flex: 1, minWidth: 160, overflowWrap: 'anywhere' }}>
        <Box sx={{ fontWeight: 550 }}>{label}</Box>
        {value && <Box sx={{ typography: 'body2', color: 'text.secondary' }}>{value}</Box>}
      </Box>
      <Button
        variant="outlined"
        color={isDangerous ? 'error' : 'primary'}
        onClick={onAction}
        disabled={isDisabled}
        sx={isDangerous ? { color: 'error.main', borderColor: 'error.main' } : undefined}
        aria-label={props.actionLabel ?? named}
      >
        {action}
      </Button>
    </Box>
  );
}
