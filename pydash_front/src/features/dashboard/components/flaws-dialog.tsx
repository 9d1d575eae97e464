import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import { useId } from 'react';

import { DialogHead } from '@/components/dialog-parts';
import { Delayed } from '@/components/feedback/delayed';
import { ErrorNote } from '@/components/feedback/error-note';
import { Skeleton } from '@/components/feedback/skeleton';
import { Typography } from '@/components/typography';
import type { Dashboard, Flaw, FlawCount, FlawPage } from '@/lib/api-types';
import { formatCount } from '@/lib/format';
import { texts } from '@/lib/texts';
import { visible } from '@/lib/visible';

import { useFlaws } from '../api';
import { totalsOf } from '../flaws';

const words = texts.flaws;

interface FlawsDialogProps {
  dashboard: Dashboard;
  onClose: () => void;
}

/** Which rows of the app could not be kept as they came, and why. */
export function FlawsDialog({ dashboard, onClose }: FlawsDialogProps) {
  const titleId = useId();
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="sm">
      <DialogHead id={titleId}>{words.title(visible(dashboard.name))}</DialogHead>
      {/* Scrolls, and so has to be in reach of the keyboard. */}
      <DialogContent
        tabIndex={0}
        role="group"
        aria-labelledby={titleId}
        sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}
      >
        <Typography sx={{ color: 'text.secondary' }}>{words.note}</Typography>
        <Flaws id={dashboard.id} />
      </DialogContent>
      <DialogActions sx={{ px: 6, pb: 5 }}>
        <Button variant="outlined" onClick={onClose}>
          {texts.close}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Flaws({ id }: { id: string }) {
  const query = useFlaws(id);
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = query;
  if (!data && !error) {
    return (
      <Delayed>
        <Skeleton height={160} />
      </Delayed>
    );
  }
  // What is listed already stays where only the next page could not be read.
  const retry = query.isFetchNextPageError ? fetchNextPage : query.refetch;
  return (
    <>
      {data && <Listed pages={data.pages} />}
      {error && <ErrorNote error={error} onRetry={() => void retry()} />}
      {hasNextPage && !error && (
        <Button
          variant="outlined"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
          sx={{ justifySelf: 'start' }}
        >
          {words.more}
        </Button>
      )}
    </>
  );
}

/** The totals as the latest page has them, and the rows of all pages. */
function Listed({ pages }: { pages: readonly FlawPage[] }) {
  const flaws = pages.flatMap((page) => page.flaws);
  const counts = pages.at(-1)?.counts ?? [];
  if (counts.length === 0 && flaws.length === 0) return <Box sx={QUIET}>{words.none}</Box>;
  return (
    <>
      <Totals counts={counts} />
      {flaws.length > 0 ? <Rows flaws={flaws} /> : <Box sx={QUIET}>{words.noneListed}</Box>}
    </>
  );
}

const QUIET = { typography: 'body2', color: 'text.secondary' } as const;
const LIST = { m: 0, mt: 2, p: 0, listStyle: 'none', display: 'grid', gap: 3 } as const;

function Totals({ counts }: { counts: readonly FlawCount[] }) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId}>
      <Typography variant="h2" component="h3" id={titleId}>
        {words.totals}
      </Typography>
      <Box component="ul" sx={LIST}>
        {totalsOf(counts).map(({ reason, message, count, columns }) => (
          <li key={reason}>
            <Box component="span" sx={{ fontWeight: 550 }}>
              {formatCount(count)}
            </Box>
            {` · ${message}`}
            <Box sx={QUIET}>
              {columns
                .map((each) => `${columnOf(each.column)}: ${formatCount(each.count)}`)
                .join(', ')}
            </Box>
          </li>
        ))}
      </Box>
    </section>
  );
}

function Rows({ flaws }: { flaws: readonly Flaw[] }) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId}>
      <Typography variant="h2" component="h3" id={titleId}>
        {words.list}
      </Typography>
      <Box component="ol" sx={LIST}>
        {flaws.map((flaw, index) => (
          // A row may have the same flaw twice, and nothing else tells one from the other.
          <Row key={index} flaw={flaw} />
        ))}
      </Box>
    </section>
  );
}

function Row({ flaw: { place, column, message, is_call_kept: isKept } }: { flaw: Flaw }) {
  return (
    <Box component="li" sx={{ overflowWrap: 'anywhere' }}>
      <Box sx={{ fontWeight: 550 }}>
        {/* The app wrote it: it must not turn round what stands beside it. */}
        <bdi>{visible(place)}</bdi>
        {` · ${columnOf(column)}`}
      </Box>
      <Box sx={QUIET}>{`${message} ${isKept ? words.kept : words.lost}`}</Box>
    </Box>
  );
}

function columnOf(column: string): string {
  return column === 'row' ? words.wholeRow : visible(column);
}
