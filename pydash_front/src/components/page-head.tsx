import Box from '@mui/material/Box';
import { Link } from '@/components/link';
import { Typography } from '@/components/typography';
import type { ReactNode } from 'react';

import { MONOSPACE } from '@/components/with-code';
import { texts } from '@/lib/texts';
import { visible } from '@/lib/visible';

interface PageHeadProps {
  title: string;
  /** For names out of code. */
  isMono?: boolean;
  /** The page's own step in the breadcrumbs. */
  crumb: string;
  parents?: readonly { name: string; to: string }[];
  /** Beside the title: state, version and the like. */
  facts?: ReactNode;
  actions?: ReactNode;
}

/** A page's title in the tab and on the page, and the way back up. */
export function PageHead({
  title,
  isMono = false,
  crumb,
  parents = [],
  facts,
  actions,
}: PageHeadProps) {
  return (
    <Box component="header" sx={{ mb: { xs: 3, sm: 4 } }}>
      <title>{texts.pageTitle(visible(title))}</title>
      <Crumbs crumb={crumb} parents={parents} />
      <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: { xs: 2, sm: 4 } }}>
        <Box
          sx={{
            flex: 1,
            minWidth: 0,
            minHeight: { xs: 44, sm: 36 },
            display: 'flex',
            alignItems: 'center',
            flexWrap: 'wrap',
            columnGap: 3.5,
            rowGap: 1,
          }}
        >
          <Typography
            variant="h1"
            sx={{
              overflowWrap: 'anywhere',
              ...(isMono && { fontFamily: MONOSPACE, letterSpacing: '-0.04em' }),
              fontSize: { xs: 20, sm: 24 },
              lineHeight: { xs: '28px', sm: '32px' },
            }}
          >
            {visible(title)}
          </Typography>
          {facts}
        </Box>
        {actions}
      </Box>
    </Box>
  );
}

function Crumbs({ crumb, parents }: Required<Pick<PageHeadProps, 'crumb' | 'parents'>>) {
  return (
    <Box
      component="nav"
      aria-label={texts.shell.breadcrumb}
      sx={{
        display: 'flex',
        gap: 2,
        mb: 1,
        typography: 'body2',
        fontVariantNumeric: 'normal',
        color: 'text.hint',
      }}
    >
      {parents.map(({ name, to }) => (
        <Box key={to} component="span" sx={{ display: 'flex', gap: 2 }}>
          <Link to={to} underline="hover" color="text.secondary">
            {visible(name)}
          </Link>
          <span aria-hidden>/</span>
        </Box>
      ))}
      <Box
        component="span"
        aria-current="page"
        sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
      >
        {visible(crumb)}
      </Box>
    </Box>
  );
}
