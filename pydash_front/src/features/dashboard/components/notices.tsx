import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { lazy, Suspense, useState } from 'react';

import { Note } from '@/components/feedback/note';
import type { Dashboard } from '@/lib/api-types';
import { formatRecent } from '@/lib/format';
import { texts } from '@/lib/texts';

import { isListed } from '../flaws';

const FlawsDialog = lazy(async () => ({ default: (await import('./flaws-dialog')).FlawsDialog }));

/** What keeps the figures from being whole, and what to do about it. */
export function Notices({ dashboard, now }: { dashboard: Dashboard; now: Date }) {
  const [isListOpen, setListOpen] = useState(false);
  const { error, error_since: since, warnings } = dashboard;
  if (!error && warnings.length === 0) return null;
  return (
    <Box sx={{ display: 'grid', gap: 2, mb: 4 }}>
      {error && (
        <Note kind="bad">
          {error}
          {since && (
            <Box component="span" sx={{ color: 'text.secondary' }}>
              {` (${texts.dashboard.since(formatRecent(new Date(since), now))})`}
            </Box>
          )}
        </Note>
      )}
      {warnings.map(({ code, message }) => (
        <Note
          key={code}
          kind="warn"
          action={isListed(code) && <ListButton onOpen={() => setListOpen(true)} />}
        >
          {message}
        </Note>
      ))}
      {isListOpen && (
        <Suspense>
          <FlawsDialog dashboard={dashboard} onClose={() => setListOpen(false)} />
        </Suspense>
      )}
    </Box>
  );
}

function ListButton({ onOpen }: { onOpen: () => void }) {
  return (
    <Button variant="outlined" size="small" aria-haspopup="dialog" onClick={onOpen}>
      {texts.flaws.open}
    </Button>
  );
}
