import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import type { ReactNode } from 'react';

import { Card } from '@/components/card';
import { Change } from '@/components/change';
import type { CardState } from '@/components/charts/chart-card';
import { Delayed } from '@/components/feedback/delayed';
import { ErrorNote } from '@/components/feedback/error-note';
import { RefetchBar } from '@/components/feedback/refetch-bar';
import { texts } from '@/lib/texts';

export interface KeyFigure {
  name: string;
  /** For tests and scripts that look at the page. */
  testId: string;
  /** `undefined` until the answer is there, `null` where it is not known. */
  value: number | null | undefined;
  before: number | null | undefined;
  format: (value: number | null) => string;
  more?: 'bad' | 'good' | 'neutral';
  /** In place of `was …`. */
  note?: ReactNode;
}

interface KeyFiguresProps extends CardState {
  figures: readonly KeyFigure[];
}

/** The whole time in a few numbers. */
export function KeyFigures({ figures, error, retry, isRefetching }: KeyFiguresProps) {
  if (error) {
    return (
      <Box sx={{ mb: 4 }}>
        <ErrorNote error={error} onRetry={retry} />
      </Box>
    );
  }
  return (
    <Card aria-label={texts.dashboard.keyFigures} sx={{ mb: 4 }}>
      <RefetchBar isActive={isRefetching} />
      <Box
        component="dl"
        sx={{
          display: 'grid',
          gridTemplateColumns: {
            xs: '1fr 1fr',
            sm: 'repeat(3, 1fr)',
            lg: `repeat(${figures.length}, 1fr)`,
          },
          m: 0,
          overflow: 'hidden',
        }}
      >
        {figures.map((figure) => (
          <Figure key={figure.name} {...figure} />
        ))}
      </Box>
    </Card>
  );
}

function Figure({ name, testId, value, before, format, more, note }: KeyFigure) {
  return (
    <Box
      sx={{
        px: { xs: 3.5, xl: 5 },
        py: { xs: 2.5, sm: 3.5 },
        minWidth: 0,
        '&:last-of-type:nth-of-type(odd)': { gridColumn: { xs: '1 / -1', sm: 'auto' } },
        // Lines between the figures only: those at the edges lie beyond what is shown.
        boxShadow: '-1px -1px 0 0 var(--mui-palette-divider)',
      }}
    >
      <Box component="dt" sx={{ typography: 'caption', color: 'text.hint' }}>
        {name}
      </Box>
      <Box component="dd" sx={{ m: 0, minHeight: 48 }}>
        {value === undefined ? (
          <Delayed>
            <Skeleton width={96} height={26} sx={{ my: '3px' }} />
          </Delayed>
        ) : (
          <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 2 }}>
            <Box
              component="span"
              data-testid={testId}
              data-value={value ?? undefined}
              sx={{ typography: 'h3', whiteSpace: 'nowrap' }}
            >
              {format(value)}
            </Box>
            <Change now={value} before={before ?? null} more={more} />
          </Box>
        )}
        <Box sx={{ typography: 'caption', color: 'text.hint', minHeight: 16 }}>
          {note ?? (before == null ? null : texts.view.was(format(before)))}
        </Box>
      </Box>
    </Box>
  );
}
