import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

import type { Styles } from '@/lib/styles';

const TAGS = { h1: 'h1', h2: 'h2', body1: 'p', body2: 'p' } as const;

interface TypographyProps {
  variant?: keyof typeof TAGS;
  /** In place of the variant's own element. */
  component?: 'h2' | 'h3' | 'span';
  id?: string;
  role?: 'status';
  sx?: Styles;
  children: ReactNode;
}

/** Words in one of the theme's sizes. */
export function Typography({ variant = 'body1', component, sx, ...rest }: TypographyProps) {
  return (
    <Box
      component={component ?? TAGS[variant]}
      {...rest}
      sx={{ m: 0, typography: variant, ...sx }}
    />
  );
}
