import Box from '@mui/material/Box';

import { useNearby } from '@/hooks/use-nearby';
import type { Dashboard } from '@/lib/api-types';
import { texts } from '@/lib/texts';

import { blocksOf, CARD_GRID, CARD_PX } from '../layout';
import { DashboardCard } from './dashboard-card';

interface CardListProps {
  dashboards: readonly Dashboard[];
  heardAtMs: number;
}

/** A card for each; those far below the screen are drawn as they come near. */
export function CardList({ dashboards, heardAtMs }: CardListProps) {
  return (
    <Box component="ul" aria-label={texts.overview.list} sx={CARD_GRID}>
      {blocksOf(dashboards).map((block, index) => (
        <Block key={index} block={block} isFirst={index === 0} heardAtMs={heardAtMs} />
      ))}
    </Box>
  );
}

interface BlockProps {
  block: readonly Dashboard[];
  isFirst: boolean;
  heardAtMs: number;
}

function Block({ block, isFirst, heardAtMs }: BlockProps) {
  const [ref, isNear] = useNearby(isFirst, true);
  return block.map((dashboard, index) => (
    <li key={dashboard.id} ref={index === 0 ? ref : undefined} style={{ minHeight: CARD_PX }}>
      {isNear && (
        <DashboardCard
          dashboard={dashboard}
          // The others need not know, and are not drawn anew by what is no news.
          heardAtMs={dashboard.state === 'backfilling' ? heardAtMs : 0}
        />
      )}
    </li>
  ));
}
