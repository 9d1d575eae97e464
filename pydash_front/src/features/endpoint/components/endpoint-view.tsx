import Box from '@mui/material/Box';
import { Link } from '@/components/link';
import { useMemo } from 'react';
import { useLocation } from 'react-router';

import { useCursor } from '@/components/charts/cursor';
import { HeatCard } from '@/components/measures/heat-card';
import { KeyFigures } from '@/components/measures/key-figures';
import { CountCard, ErrorsCard, TimesCard } from '@/components/measures/slice-cards';
import { useFigures } from '@/components/measures/use-figures';
import { PageHead } from '@/components/page-head';
import { Toolbar } from '@/components/view/toolbar';
import { useView, type View } from '@/components/view/use-view';
import { dashboardAddress } from '@/lib/addresses';
import type { Dashboard, DashboardDetail } from '@/lib/api-types';
import { formatDay, formatRecent, formatShare } from '@/lib/format';
import { NO_FILTERS, useTotals, versionsOf } from '@/lib/measurements';
import { texts } from '@/lib/texts';
import { inZone } from '@/lib/zone';
import { visible } from '@/lib/visible';

import { DotsCard } from './dots-card';
import { VersionsCard } from './versions-card';

const words = texts.endpoint;

export interface EndpointProps {
  dashboard: Dashboard | DashboardDetail;
  name: string;
  view: View;
}

export function EndpointView({ dashboard, name }: Omit<EndpointProps, 'view'>) {
  const view = useView(dashboard, name);
  const versions = versionsOf(dashboard);
  const options = useMemo(
    () => ({ version: versions?.toReversed() ?? [], ip: [], group_by: [] }),
    [versions],
  );
  return (
    <>
      <Head dashboard={dashboard} name={name} view={view} />
      <Toolbar view={view} options={options} />
      <Figures dashboard={dashboard} view={view} name={name} />
      <Cards dashboard={dashboard} view={view} name={name} />
    </>
  );
}

function Head({ dashboard, name, view }: EndpointProps) {
  const { search } = useLocation();
  return (
    <PageHead
      title={name}
      isMono
      crumb={name}
      parents={[
        { name: texts.overview.crumb, to: '/' },
        { name: dashboard.name, to: dashboardAddress(dashboard.id, search) },
      ]}
      facts={<Facts dashboard={dashboard} name={name} view={view} />}
    />
  );
}

function Facts({ dashboard, name, view }: EndpointProps) {
  const details = 'versions' in dashboard ? dashboard.endpoints : [];
  const known = details.find((endpoint) => endpoint.name === name);
  const on = (instant: string) => inZone(new Date(instant), view.zone);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, typography: 'body2' }}>
      {known?.first_seen_at && (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {words.firstSeen(
            visible(known.first_seen_version ?? '–'),
            formatDay(on(known.first_seen_at), view.now),
          )}
        </Box>
      )}
      {known?.last_called_at && (
        <Box component="span" sx={{ color: 'text.hint' }}>
          {words.lastCalled(formatRecent(on(known.last_called_at), view.now))}
        </Box>
      )}
      <Link href={dashboard.url} target="_blank" rel="noreferrer" underline="hover">
        {words.open}
      </Link>
    </Box>
  );
}

const VISITS = ['total_visits'] as const;

/** The endpoint's figures; its visits stand beside those of the whole app. */
function Figures({ dashboard, view }: EndpointProps) {
  const { figures, ...state } = useFigures(dashboard, view);
  const filters = { ...view.filters, endpoint: NO_FILTERS.endpoint };
  const all = useTotals(dashboard, VISITS, { ...view.selection, filters });
  const allVisits = all.data?.total_visits;
  const shown = figures.map((figure) => {
    if (figure.testId !== 'total-visits' || !allVisits || figure.value == null) return figure;
    return { ...figure, note: words.share(formatShare(figure.value / allVisits), dashboard.name) };
  });
  return <KeyFigures figures={shown} {...state} />;
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

function Cards({ dashboard, view, name }: EndpointProps) {
  const shared = { dashboard, view, cursor: useCursor() };
  const endpoint = { dashboard, view, name };
  return (
    <Box sx={GRID}>
      <div className="half">
        <TimesCard {...shared} />
      </div>
      <div className="half">
        <CountCard {...shared} statistic="total_visits" />
      </div>
      <div className="whole">
        <VersionsCard {...endpoint} />
      </div>
      <div className="wide">
        <HeatCard dashboard={dashboard} view={view} />
      </div>
      <Box className="rest" sx={{ display: 'grid', gap: { xs: 3, sm: 4 }, alignContent: 'start' }}>
        <ErrorsCard {...shared} />
        <DotsCard {...endpoint} what="group_by" />
        <DotsCard {...endpoint} what="ip" />
      </Box>
    </Box>
  );
}
