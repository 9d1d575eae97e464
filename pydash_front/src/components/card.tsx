import { styled } from '@mui/material/styles';

/** A surface with a thin line and a hint of shadow. */
export const Card = styled('section')(({ theme }) => ({
  position: 'relative',
  minWidth: 0,
  backgroundColor: theme.vars.palette.background.paper,
  border: `1px solid ${theme.vars.palette.divider}`,
  borderRadius: 12,
  boxShadow: theme.vars.palette.tone.shadowCard,
}));
