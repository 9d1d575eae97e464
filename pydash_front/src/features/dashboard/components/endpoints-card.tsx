import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Skeleton } from '@/components/feedback/skeleton';
import { Typography } from '@/components/typography';
import { useMemo, useState } from 'react';

import { Card } from '@/components/card';
import { Delayed } from '@/components/feedback/delayed';
import { ErrorNote } from '@/components/feedback/error-note';
import { RefetchBar } from '@/components/feedback/refetch-bar';
import { stateOf } from '@/components/measures/card-state';
import type { View } from '@/components/view/use-view';
import type { Dashboard, DashboardDetail } from '@/lib/api-types';
import { useSwitchEndpoint } from '@/lib/dashboards';
import { useEndpointBoxes } from '@/lib/measurements';
import { texts } from '@/lib/texts';

import { endpointRows, sorted, type EndpointRow, type Order } from '../endpoint-rows';
import { EndpointsTable } from './endpoints-table';

const words = texts.endpoints;
const FIRST_ROWS = 10;

interface EndpointsCardProps {
  dashboard: Dashboard | DashboardDetail;
  view: View;
}

/** Every endpoint in a row, in any order; those of no interest can be switched off. */
export function EndpointsCard({ dashboard, view }: EndpointsCardProps) {
  const boxes = useEndpointBoxes(dashboard, view.selection);
  const before = useEndpointBoxes(dashboard, view.earlier, false);
  const beforeData = view.earlier === null ? undefined : before.data;
  const rows = useMemo(
    () => boxes.data && endpointRows(dashboard, boxes.data, beforeData),
    [dashboard, boxes.data, beforeData],
  );
  const { error, retry, isRefetching } = stateOf([boxes]);
  return (
    <Card aria-label={words.title}>
      <RefetchBar isActive={isRefetching} />
      {error && (
        <Box sx={{ p: 5 }}>
          <ErrorNote error={error} onRetry={retry} />
        </Box>
      )}
      {rows && <Rows rows={rows} dashboard={dashboard} view={view} />}
      {!rows && !error && (
        <Delayed>
          <Skeleton height={360} sx={{ m: 5 }} />
        </Delayed>
      )}
    </Card>
  );
}

interface RowsProps extends EndpointsCardProps {
  rows: readonly EndpointRow[];
}

function Rows({ rows, dashboard, view }: RowsProps) {
  const [order, setOrder] = useState<Order>({ column: 'visits', isDescending: true });
  const [isAll, setAll] = useState(false);
  const [isHiddenShown, setHiddenShown] = useState(false);
  const toggle = useSwitchEndpoint(dashboard.id);
  const hiddenCount = rows.filter(({ isEnabled }) => !isEnabled).length;
  const wanted = rows.filter(({ isEnabled }) => isEnabled || isHiddenShown);
  const ordered = useMemo(() => sorted(wanted, order), [wanted, order]);
  const shown = isAll ? ordered : ordered.slice(0, FIRST_ROWS);
  return (
    <>
      <Box sx={HEAD}>
        <Typography variant="h2" sx={{ flex: 1 }}>
          {words.title}
        </Typography>
        {hiddenCount > 0 && (
          <Box sx={{ typography: 'body2', color: 'text.hint' }}>
            {words.hidden(hiddenCount)}
            <Button size="small" onClick={() => setHiddenShown(!isHiddenShown)}>
              {isHiddenShown ? words.hideHidden : words.showHidden}
            </Button>
          </Box>
        )}
        {ordered.length > FIRST_ROWS && (
          <Button variant="outlined" size="small" onClick={() => setAll(!isAll)}>
            {isAll ? texts.boxes.showFewer : texts.boxes.showAll(ordered.length)}
          </Button>
        )}
      </Box>
      {toggle.error && (
        <Box sx={{ px: 5, pb: 2 }}>
          <ErrorNote error={toggle.error} />
        </Box>
      )}
      {ordered.length === 0 ? (
        <Box sx={{ px: 5, pb: 5, color: 'text.secondary' }}>{words.none}</Box>
      ) : (
        <EndpointsTable
          rows={shown}
          dashboardId={dashboard.id}
          view={view}
          order={order}
          onOrder={setOrder}
          onSwitch={(name, enabled) => toggle.mutate({ name, enabled })}
        />
      )}
    </>
  );
}

const HEAD = {
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  columnGap: 3,
  px: { xs: 3.5, sm: 5 },
  py: 2,
  minHeight: 48,
} as const;
