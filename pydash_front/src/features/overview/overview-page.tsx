import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import { useState } from 'react';

import { Delayed } from '@/components/feedback/delayed';
import { ErrorNote } from '@/components/feedback/error-note';
import { PlusIcon } from '@/components/icons';
import { PageHead } from '@/components/page-head';
import { useDashboards } from '@/lib/dashboards';
import { texts } from '@/lib/texts';

import { AddDialog } from './components/add-dialog';
import { DashboardCard } from './components/dashboard-card';
import { FirstSteps } from './components/first-steps';
import { inOrderOfNeed } from './order';

export function OverviewPage() {
  const dashboards = useDashboards();
  const [isAdding, setAdding] = useState(false);
  const startAdding = () => setAdding(true);
  const add = (
    <Button variant="contained" startIcon={<PlusIcon />} onClick={startAdding}>
      {texts.overview.add}
    </Button>
  );
  return (
    <>
      <PageHead title={texts.overview.title} crumb={texts.overview.crumb} actions={add} />
      <Content dashboards={dashboards} onAdd={startAdding} />
      <AddDialog isOpen={isAdding} onClose={() => setAdding(false)} />
    </>
  );
}

interface ContentProps {
  dashboards: ReturnType<typeof useDashboards>;
  onAdd: () => void;
}

function Content({ dashboards, onAdd }: ContentProps) {
  const { data, error, refetch, dataUpdatedAt } = dashboards;
  const failure = error && <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return failure ?? <PendingCards />;
  if (data.length === 0) return failure ?? <FirstSteps onAdd={onAdd} />;
  return (
    <>
      {failure && <Box sx={{ mb: 4 }}>{failure}</Box>}
      <Box component="ul" aria-label={texts.overview.list} sx={GRID}>
        {inOrderOfNeed(data).map((dashboard) => (
          <li key={dashboard.id}>
            <DashboardCard dashboard={dashboard} heardAtMs={dataUpdatedAt} />
          </li>
        ))}
      </Box>
    </>
  );
}

const GRID = {
  display: 'grid',
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(auto-fill, minmax(316px, 1fr))' },
  gap: { xs: 3, sm: 4 },
  listStyle: 'none',
  m: 0,
  p: 0,
} as const;

function PendingCards() {
  return (
    <Delayed>
      <Box sx={GRID}>
        {['one', 'two', 'three'].map((key) => (
          <Skeleton key={key} height={184} sx={{ borderRadius: '12px' }} />
        ))}
      </Box>
    </Delayed>
  );
}
