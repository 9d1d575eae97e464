import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Skeleton } from '@/components/feedback/skeleton';
import { useState } from 'react';

import { Delayed } from '@/components/feedback/delayed';
import { ErrorNote } from '@/components/feedback/error-note';
import { PlusIcon } from '@/components/icons';
import { PageHead } from '@/components/page-head';
import type { Dashboard } from '@/lib/api-types';
import { useDashboards } from '@/lib/dashboards';
import { texts } from '@/lib/texts';

import { AddDialog } from './components/add-dialog';
import { CardList } from './components/card-list';
import { FirstSteps } from './components/first-steps';
import { OverviewToolbar } from './components/overview-toolbar';
import { RowTable } from './components/row-table';
import { useAdding } from './components/use-add-form';
import { WaitingNote } from './components/waiting-note';
import { CARD_GRID, CARD_PX } from './layout';
import { useLook, useShown } from './use-shown';

export function OverviewPage() {
  const dashboards = useDashboards();
  const [isAdding, setAdding] = useState(false);
  const adding = useAdding(() => setAdding(false));
  const startAdding = () => setAdding(true);
  const close = () => {
    setAdding(false);
    adding.leave();
  };
  const add = (
    <Button variant="contained" startIcon={<PlusIcon />} onClick={startAdding}>
      {texts.overview.add}
    </Button>
  );
  return (
    <>
      <PageHead title={texts.overview.title} crumb={texts.overview.crumb} actions={add} />
      {!isAdding && <WaitingNote adding={adding} onShow={startAdding} />}
      <Content dashboards={dashboards} onAdd={startAdding} />
      <AddDialog adding={adding} isOpen={isAdding} onClose={close} />
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
      <Overview dashboards={data} heardAtMs={dataUpdatedAt} />
    </>
  );
}

interface OverviewProps {
  dashboards: readonly Dashboard[];
  heardAtMs: number;
}

function Overview({ dashboards, heardAtMs }: OverviewProps) {
  const [look, setLook] = useLook(dashboards.length);
  const view = useShown(dashboards);
  const { shown } = view;
  return (
    <>
      <OverviewToolbar shown={view} count={dashboards.length} look={look} onLook={setLook} />
      {shown.length === 0 && (
        <Box role="status" sx={{ color: 'text.secondary', py: 6 }}>
          {texts.overview.nothingFits}
        </Box>
      )}
      {look === 'cards' ? (
        <CardList dashboards={shown} heardAtMs={heardAtMs} />
      ) : (
        <RowTable dashboards={shown} />
      )}
    </>
  );
}

function PendingCards() {
  return (
    <Delayed>
      <Box sx={CARD_GRID}>
        {['one', 'two', 'three'].map((key) => (
          <Skeleton key={key} height={CARD_PX} sx={{ borderRadius: '12px' }} />
        ))}
      </Box>
    </Delayed>
  );
}
