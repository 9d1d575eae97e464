import Box from '@mui/material/Box';
import { useMemo } from 'react';

import { Card } from '@/components/card';
import { BackfillProgress } from '@/components/dashboards/backfill-progress';
import { useCursor } from '@/components/charts/cursor';
import { HeatCard } from '@/components/measures/heat-card';
import { CountCard, ErrorsCard, TimesCard } from '@/components/measures/slice-cards';
import { Toolbar } from '@/components/view/toolbar';
import { useView, type View } from '@/components/view/use-view';
import type { Dashboard, DashboardDetail } from '@/lib/api-types';

import { DashboardHead } from './dashboard-head';
import { DowntimeCard } from './downtime-card';
import { EndpointBoxesCard, VersionBoxesCard } from './boxes-cards';
import { EndpointsCard } from './endpoints-card';
import { Figures } from './figures';
import { Notices } from './notices';

interface DashboardViewProps {
  dashboard: Dashboard | DashboardDetail;
  heardAtMs: number;
}

export function DashboardView({ dashboard, heardAtMs }: DashboardViewProps) {
  const view = useView(dashboard);
  const options = useMemo(
    () => ({
      endpoint: dashboard.endpoints.map(({ name }) => name),
      version: 'versions' in dashboard ? dashboard.versions.toReversed() : [],
      ip: [],
      group_by: [],
    }),
    [dashboard],
  );
  return (
    <>
      <DashboardHead dashboard={dashboard} view={view} />
      <Notices dashboard={dashboard} now={view.now} />
      {dashboard.state === 'backfilling' && (
        <Card sx={{ px: { xs: 3.5, sm: 5 }, py: 3, mb: 4 }}>
          <BackfillProgress dashboard={dashboard} heardAtMs={heardAtMs} />
        </Card>
      )}
      <Toolbar view={view} options={options} />
      <Figures dashboard={dashboard} view={view} />
      <Cards dashboard={dashboard} view={view} />
    </>
  );
}

const GRID = {
  display: 'grid',
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(12, minmax(0, 1fr))' },
  gap: { xs: 3, sm: 4 },
  '& > .half': { gridColumn: { lg: 'span 6' } },
  '& > .wide': { gridColumn: { lg: 'span 7' } },
  '& > .rest': { gridColumn: { lg: 'span 5' } },
  '& > .whole': { gridColumn: '1 / -1' },
} as const;

function Cards({ dashboard, view }: { dashboard: Dashboard | DashboardDetail; view: View }) {
  const shared = { dashboard, view, cursor: useCursor() };
  return (
    <Box sx={GRID}>
      <div className="half">
        <CountCard {...shared} statistic="total_visits" />
      </div>
      <div className="half">
        <TimesCard {...shared} />
      </div>
      <div className="whole">
        <EndpointsCard dashboard={dashboard} view={view} />
      </div>
      <div className="half">
        <EndpointBoxesCard dashboard={dashboard} view={view} />
      </div>
      <div className="half">
        <VersionBoxesCard dashboard={dashboard} view={view} />
      </div>
      <div className="wide">
        <HeatCard dashboard={dashboard} view={view} />
      </div>
      <Box className="rest" sx={{ display: 'grid', gap: { xs: 3, sm: 4 }, alignContent: 'start' }}>
        <ErrorsCard {...shared} />
        <CountCard {...shared} statistic="unique_visitors" />
        <DowntimeCard dashboard={dashboard} view={view} />
      </Box>
    </Box>
  );
}
