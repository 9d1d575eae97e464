import { styled } from '@mui/material/styles';

/** Names at the left, figures at the right. */
export const Table = styled('table')(({ theme }) => ({
  width: '100%',
  borderCollapse: 'separate',
  borderSpacing: 0,
  ...theme.typography.body2,
  'th, td': {
    height: 36,
    padding: '0 12px',
    textAlign: 'right',
    fontWeight: 400,
    whiteSpace: 'nowrap',
    borderBottom: `1px solid ${theme.vars.palette.divider}`,
  },
  'tr > :first-child': { textAlign: 'left', paddingLeft: 20 },
  'tr > :last-child': { paddingRight: 20 },
  'tbody:last-of-type tr:last-of-type > *': { borderBottom: 0 },
  'thead th': {
    backgroundColor: theme.vars.palette.background.paper,
    color: theme.vars.palette.text.hint,
    fontSize: 12,
    fontWeight: 500,
  },
  '& .left': { textAlign: 'left' },
  [theme.breakpoints.down('sm')]: {
    'th, td': { padding: '0 8px' },
    'tr > :first-child': { paddingLeft: 14 },
    'tr > :last-child': { paddingRight: 14 },
  },
}));
