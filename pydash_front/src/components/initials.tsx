import { styled } from '@mui/material/styles';

/** One or two characters in a circle. Decoration: what they stand for is written beside it. */
export const Initials = styled('span')(({ theme }) => ({
  display: 'grid',
  placeItems: 'center',
  flex: 'none',
  width: 28,
  height: 28,
  borderRadius: '50%',
  backgroundColor: theme.vars.palette.tone.accentSoft,
  color: theme.vars.palette.primary.main,
  fontSize: 12,
  fontWeight: 650,
}));
