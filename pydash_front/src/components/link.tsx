import Box from '@mui/material/Box';
import type { ComponentProps } from 'react';
import { Link as RouterLink } from 'react-router';

import type { Styles } from '@/lib/styles';

interface LinkProps extends Omit<ComponentProps<'a'>, 'color' | 'ref'> {
  /** A page of PyDash; else give `href`. */
  to?: string;
  underline?: 'always' | 'hover' | 'none';
  color?: string;
  sx?: Styles;
}

/** A link to one of PyDash's pages, or to elsewhere. */
export function Link({
  to,
  underline = 'always',
  color = 'primary.main',
  sx,
  ...rest
}: LinkProps) {
  const look = {
    color,
    textDecoration: underline === 'always' ? 'underline' : 'none',
    '&:hover': { textDecoration: underline === 'none' ? 'none' : 'underline' },
  };
  const styles = { ...look, ...sx };
  return to === undefined ? (
    <Box component="a" {...rest} sx={styles} />
  ) : (
    <Box component={RouterLink} to={to} {...rest} sx={styles} />
  );
}
