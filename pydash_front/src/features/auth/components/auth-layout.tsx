import Box from '@mui/material/Box';
import { Typography } from '@/components/typography';
import type { ReactNode } from 'react';

import { Brand } from '@/components/brand';
import { texts } from '@/lib/texts';

import { Illustration } from './illustration';

interface AuthLayoutProps {
  title: string;
  lead?: string;
  children: ReactNode;
}

/** A narrow form on the left, and on wide screens a hint of what lies behind it. */
export function AuthLayout({ title, lead, children }: AuthLayoutProps) {
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', md: 'minmax(0, 1fr) minmax(0, 1.1fr)' },
        minHeight: '100vh',
      }}
    >
      <title>{texts.pageTitle(title)}</title>
      <Box
        component="main"
        sx={{
          display: 'flex',
          flexDirection: 'column',
          justifyContent: { xs: 'flex-start', sm: 'center' },
          width: '100%',
          maxWidth: 424,
          mx: 'auto',
          px: { xs: 5, sm: 8 },
          py: { xs: 6, sm: 8 },
        }}
      >
        <Box sx={{ mb: 8 }}>
          <Brand />
        </Box>
        <Typography
          variant="h1"
          sx={{
            mb: lead ? 1 : 6,
            fontSize: { xs: 20, sm: 24 },
            lineHeight: { xs: '28px', sm: '32px' },
          }}
        >
          {title}
        </Typography>
        {lead && (
          <Typography sx={{ color: 'text.secondary', mb: 6, overflowWrap: 'anywhere' }}>
            {lead}
          </Typography>
        )}
        {children}
      </Box>
      <Box
        aria-hidden
        sx={{
          display: { xs: 'none', md: 'grid' },
          placeItems: 'center',
          bgcolor: 'tone.sunken',
          borderLeft: 1,
          borderColor: 'divider',
          overflow: 'hidden',
        }}
      >
        <Illustration />
      </Box>
    </Box>
  );
}
