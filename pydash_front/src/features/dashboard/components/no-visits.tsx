import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

import { PLOT_HEIGHT_PX } from '@/components/charts/plot';
import { texts } from '@/lib/texts';

import type { View } from '../use-view';

/** In place of a chart without a bar: where the visits are, or that there are none at all. */
export function NoVisits({ view }: { view: View }) {
  const isEver = view.firstCallAt === null;
  return (
    <Box
      sx={{
        minHeight: PLOT_HEIGHT_PX,
        display: 'grid',
        placeContent: 'center',
        justifyItems: 'center',
        textAlign: 'center',
        gap: 3,
        color: 'text.secondary',
      }}
    >
      {isEver ? texts.dashboard.emptyEver : texts.dashboard.emptyTitle}
      {!isEver && view.range !== 'all' && (
        <Button variant="outlined" size="small" onClick={() => view.chooseRange('all')}>
          {texts.dashboard.showAll}
        </Button>
      )}
    </Box>
  );
}
