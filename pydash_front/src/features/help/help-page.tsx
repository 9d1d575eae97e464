import Box from '@mui/material/Box';
import { Link } from '@/components/link';
import { Typography } from '@/components/typography';
import type { ReactNode } from 'react';

import { Card } from '@/components/card';
import { InstallSnippet } from '@/components/install-snippet';
import { Snippet } from '@/components/snippet';
import { PageHead } from '@/components/page-head';
import { MONOSPACE, WithCode } from '@/components/with-code';
import { setupLines } from '@/lib/app-setup';
import { atBase, basePath } from '@/lib/base-path';
import { useNewApp } from '@/lib/new-app';
import { texts } from '@/lib/texts';

const words = texts.help;

/** How to have an app measured, how to add it, and how scripts ask. */
export function HelpPage() {
  const { token } = useNewApp();
  return (
    <Box sx={{ maxWidth: 880 }}>
      <PageHead
        title={words.title}
        crumb={words.title}
        parents={[{ name: texts.overview.crumb, to: '/' }]}
      />
      <Part title={words.measureTitle}>
        <Prose>{words.measure}</Prose>
        <InstallSnippet label={words.installTitle} />
        <Snippet label={words.measureTitle} code={setupLines(token)} />
        <Prose>{words.measureToken}</Prose>
        <Prose>{words.old}</Prose>
        <Snippet label={words.oldTitle} code={words.oldCode} />
        <Prose>{words.token}</Prose>
      </Part>
      <Part title={words.addTitle}>
        <Prose>{words.add}</Prose>
      </Part>
      <Part title={words.apiTitle}>
        <Prose>{words.api}</Prose>
        <Link to="/settings" underline="hover">
          {words.makeToken}
        </Link>
        <Snippet
          label={words.apiTitle}
          code={words.apiCode(`${window.location.origin}${basePath}`)}
        />
        <Link href={atBase('/api/docs')} underline="hover">
          {words.apiDocs}
        </Link>
      </Part>
      <Part title={words.keysTitle}>
        <Box component="dl" sx={{ m: 0, display: 'grid', gap: 2 }}>
          {words.keys.map(([key, does]) => (
            <Box key={key} sx={{ display: 'flex', gap: 3 }}>
              <Box component="dt" sx={{ minWidth: 90, fontFamily: MONOSPACE }}>
                {key}
              </Box>
              <Box component="dd" sx={{ m: 0 }}>
                {does}
              </Box>
            </Box>
          ))}
        </Box>
      </Part>
    </Box>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card aria-label={title} sx={{ p: { xs: 3.5, sm: 5 }, mb: 4, display: 'grid', gap: 3 }}>
      <Typography variant="h2">{title}</Typography>
      {children}
    </Card>
  );
}

function Prose({ children }: { children: string }) {
  return (
    <Box sx={{ color: 'text.secondary' }}>
      <WithCode text={children} />
    </Box>
  );
}
