import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

import { PLOT_HEIGHT_PX } from '@/components/charts/plot';
import type { View } from '@/components/view/use-view';
import { FILTER_KINDS, NO_FILTERS } from '@/lib/measurements';
import { texts } from '@/lib/texts';

const words = texts.view;

/** In place of a chart without a bar: where the visits are, or that there are none at all. */
export function NoVisits({ view }: { view: View }) {
  const isFiltered = FILTER_KINDS.some((kind) => view.filters[kind].length > 0);
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
      {isEver ? words.emptyEver : isFiltered ? words.emptyFiltered : words.emptyTitle}
      {!isEver && <WayOut view={view} isFiltered={isFiltered} />}
    </Box>
  );
}

function WayOut({ view, isFiltered }: { view: View; isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <Button variant="outlined" size="small" onClick={() => view.choose({ filters: NO_FILTERS })}>
        {words.clearFilters}
      </Button>
    );
  }
  if (view.range === 'all') return null;
  const showAll = () => view.choose({ range: 'all', timeslice: null });
  return (
    <Button variant="outlined" size="small" onClick={showAll}>
      {words.showAll}
    </Button>
  );
}
