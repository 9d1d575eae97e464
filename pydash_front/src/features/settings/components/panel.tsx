import Accordion from '@mui/material/Accordion';
import AccordionDetails from '@mui/material/AccordionDetails';
import AccordionSummary from '@mui/material/AccordionSummary';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactNode } from 'react';

import { DownIcon } from '@/components/icons';
import { texts } from '@/lib/texts';

/** A part of the settings that folds away. */
export function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Accordion
      defaultExpanded
      disableGutters
      variant="outlined"
      slotProps={{ heading: { component: 'h2' } }}
      sx={{ mb: 3, borderRadius: '12px', '&::before': { display: 'none' } }}
    >
      <AccordionSummary expandIcon={<DownIcon />} sx={{ px: 5, typography: 'h2' }}>
        {title}
      </AccordionSummary>
      <AccordionDetails sx={{ px: 5, pb: 4, display: 'grid', gap: 4 }}>
        {children}
      </AccordionDetails>
    </Accordion>
  );
}

interface RowProps {
  label: string;
  value?: ReactNode;
  action: string;
  onAction: () => void;
  isDangerous?: boolean;
}

/** What is set, and the button that changes it. */
export function Row({ label, value, action, onAction, isDangerous = false }: RowProps) {
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
        aria-label={action === texts.settings.change ? `${action}: ${label}` : undefined}
      >
        {action}
      </Button>
    </Box>
  );
}
