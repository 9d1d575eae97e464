import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

import { Initials } from '@/components/initials';
import { InstallSnippet } from '@/components/install-snippet';
import { Snippet } from '@/components/snippet';
import { Typography } from '@/components/typography';
import { WithCode } from '@/components/with-code';
import { setupLines } from '@/lib/app-setup';
import { useNewApp } from '@/lib/new-app';
import { texts } from '@/lib/texts';

const words = texts.setup;

/** What is to be done in the app; `children` is the last step, here in PyDash. */
export function SetupSteps({ children }: { children: ReactNode }) {
  const { token } = useNewApp();
  return (
    <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none' }}>
      <Step number={1} title={words.installTitle} body={words.installBody}>
        <InstallSnippet label={words.installTitle} />
      </Step>
      <Step number={2} title={words.pasteTitle} body={words.pasteBody}>
        <Snippet label={words.pasteTitle} code={setupLines(token)} />
      </Step>
      <Step number={3} title={words.addressTitle}>
        {children}
      </Step>
    </Box>
  );
}

interface StepProps {
  number: number;
  title: string;
  body?: string;
  children: ReactNode;
}

function Step({ number, title, body, children }: StepProps) {
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        gap: { xs: 3, sm: 4 },
        px: { xs: 3.5, sm: 5 },
        py: 4,
        '& + &': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      <Initials aria-hidden>{number}</Initials>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography variant="h2" component="h3" sx={{ lineHeight: '28px' }}>
          {title}
        </Typography>
        {body && (
          <Typography sx={{ color: 'text.secondary' }}>
            <WithCode text={body} />
          </Typography>
        )}
        <Box sx={{ mt: 2.5 }}>{children}</Box>
      </Box>
    </Box>
  );
}
