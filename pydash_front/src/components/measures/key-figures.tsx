import Box from '@mui/material/Box';
import { Skeleton } from '@/components/feedback/skeleton';
import type { CSSProperties, ReactNode } from 'react';

import { Card } from '@/components/card';
import { Change } from '@/components/change';
import type { CardState } from '@/components/charts/chart-card';
import { Delayed } from '@/components/feedback/delayed';
import { ErrorNote } from '@/components/feedback/error-note';
import { RefetchBar } from '@/components/feedback/refetch-bar';
import { texts } from '@/lib/texts';

import styles from './key-figures.module.css';

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
  const columns: CSSProperties & Record<'--count', number> = { '--count': figures.length };
  return (
    <Card aria-label={texts.dashboard.keyFigures} sx={{ mb: 4 }}>
      <RefetchBar isActive={isRefetching} />
      <dl className={styles.figures} style={columns}>
        {figures.map((figure) => (
          <Figure key={figure.name} {...figure} />
        ))}
      </dl>
    </Card>
  );
}

function Figure({ name, testId, value, before, format, more, note }: KeyFigure) {
  return (
    <div className={styles.figure}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.text}>
        {value === undefined ? (
          <Delayed>
            <Skeleton width={96} height={26} sx={{ my: '3px' }} />
          </Delayed>
        ) : (
          <div className={styles.line}>
            <span data-testid={testId} data-value={value ?? undefined} className={styles.value}>
              {format(value)}
            </span>
            <Change now={value} before={before ?? null} more={more} />
          </div>
        )}
        <div className={styles.note}>
          {note ?? (before == null ? null : texts.view.was(format(before)))}
        </div>
      </dd>
    </div>
  );
}
