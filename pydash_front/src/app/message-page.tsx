import Box from '@mui/material/Box';
import { Typography } from '@/components/typography';
import type { ReactNode } from 'react';

import { Brand } from '@/components/brand';
import { texts } from '@/lib/texts';

interface MessagePageProps {
  title: string;
  body: string;
  children: ReactNode;
}

/** A page that only says something and offers one way on. */
export function MessagePage({ title, body, children }: MessagePageProps) {
  return (
    <Box component="main" sx={{ maxWidth: 424, mx: 'auto', mt: { xs: 6, sm: 24 }, px: 5 }}>
      <title>{texts.pageTitle(title)}</title>
      <Brand />
      <Typography variant="h1" sx={{ mt: 8, mb: 1 }}>
        {title}
      </Typography>
      <Typography sx={{ color: 'text.secondary', mb: 6 }}>{body}</Typography>
      {children}
    </Box>
  );
}
