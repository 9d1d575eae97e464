import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { memo } from 'react';
import { Link as RouterLink } from 'react-router';

import { Card } from '@/components/card';
import { Change } from '@/components/change';
import { Sparkline } from '@/components/charts/sparkline';
import { Table } from '@/components/charts/table';
import { CompleteUntil } from '@/components/dashboards/complete-until';
import { StateLabel } from '@/components/dashboards/state-label';
import { UptimeStrip } from '@/components/dashboards/uptime-strip';
import { uptimeWords } from '@/components/dashboards/uptime-words';
import { useNearby } from '@/hooks/use-nearby';
import { useNow } from '@/hooks/use-now';
import { dashboardAddress } from '@/lib/addresses';
import type { Dashboard } from '@/lib/api-types';
import { formatCount, formatDuration } from '@/lib/format';
import { isStale } from '@/lib/staleness';
import { texts } from '@/lib/texts';

import { comparable } from '../comparable';
import { blocksOf, ROW_PX } from '../layout';

const words = texts.overview;

/** Columns that a phone, or a small screen, has no room for. */
const MEDIUM = { display: { xs: 'none', sm: 'table-cell' } } as const;
const WIDE = { display: { xs: 'none', lg: 'table-cell' } } as const;

const COLUMNS = [
  { name: words.app, room: undefined },
  { name: words.state, room: undefined },
  { name: words.visits7Days, room: MEDIUM },
  { name: words.trend, room: WIDE },
  { name: words.median, room: MEDIUM },
  { name: words.p95, room: undefined },
  { name: words.uniqueVisitors, room: WIDE },
  { name: words.uptime, room: WIDE },
  { name: texts.dashboard.completeUntil, room: WIDE },
] as const;

/** A row for each; those far below the screen are drawn as they come near. */
export function RowTable({ dashboards }: { dashboards: readonly Dashboard[] }) {
  return (
    <Card sx={{ overflowX: 'auto' }}>
      <Table aria-label={words.list} sx={{ 'th, td': { height: ROW_PX } }}>
        <thead>
          <tr>
            {COLUMNS.map(({ name, room }, index) => (
              <Box
                key={name}
                component="th"
                scope="col"
                className={index === 1 ? 'left' : undefined}
                sx={room}
              >
                {name}
              </Box>
            ))}
          </tr>
        </thead>
        {blocksOf(dashboards).map((block, index) => (
          <Block key={index} block={block} isFirst={index === 0} />
        ))}
      </Table>
    </Card>
  );
}

function Block({ block, isFirst }: { block: readonly Dashboard[]; isFirst: boolean }) {
  const [ref, isNear] = useNearby(isFirst);
  return (
    <tbody ref={ref}>
      {isNear ? (
        block.map((dashboard) => <Row key={dashboard.id} dashboard={dashboard} />)
      ) : (
        <tr aria-hidden style={{ height: block.length * ROW_PX }} />
      )}
    </tbody>
  );
}

const Row = memo(function Row({ dashboard }: { dashboard: Dashboard }) {
  const now = useNow();
  const { id, name, version, visits_last_7_days: visits } = dashboard;
  const { median_execution_time: median, p95_execution_time: p95 } = dashboard;
  return (
    <Box component="tr" sx={{ '&:hover > *': { bgcolor: 'tone.sunken' } }}>
      <th scope="row">
        <Link
          component={RouterLink}
          to={dashboardAddress(id)}
          underline="hover"
          color="text.primary"
          title={name}
          sx={NAME}
        >
          {name}
        </Link>
        <Box component="span" sx={{ ...MEDIUM_INLINE, typography: 'caption', color: 'text.hint' }}>
          {version}
        </Box>
      </th>
      <td className="left">
        <StateLabel dashboard={dashboard} />
      </td>
      <Box component="td" sx={MEDIUM}>
        <b>{formatCount(visits)}</b>{' '}
        <Change now={visits} before={comparable(dashboard, 'visits_previous_7_days')} />
      </Box>
      <Box component="td" sx={WIDE}>
        <Box sx={{ display: 'inline-flex', '& svg': { height: 28 } }}>
          <Sparkline values={dashboard.visits_sparkline} isMuted={isStale(dashboard, now)} />
        </Box>
      </Box>
      <Box component="td" sx={MEDIUM}>
        {formatDuration(median)}{' '}
        <Change
          now={median}
          before={comparable(dashboard, 'median_execution_time_previous_7_days')}
          more="bad"
        />
      </Box>
      <td>
        {formatDuration(p95)}{' '}
        <Change
          now={p95}
          before={comparable(dashboard, 'p95_execution_time_previous_7_days')}
          more="bad"
        />
      </td>
      <Box component="td" sx={WIDE}>
        {formatCount(dashboard.unique_visitors)}
      </Box>
      <Box component="td" sx={{ ...WIDE, width: { lg: 170, xl: 240 } }}>
        <UptimeStrip dashboard={dashboard} />
        <Box sx={{ typography: 'caption', color: 'text.hint' }}>{uptimeWords(dashboard)}</Box>
      </Box>
      <Box component="td" sx={{ ...WIDE, color: 'text.secondary' }}>
        <CompleteUntil dashboard={dashboard} isShort />
      </Box>
    </Box>
  );
});

const MEDIUM_INLINE = { display: { xs: 'none', sm: 'inline' } } as const;

const NAME = {
  display: 'inline-block',
  verticalAlign: 'bottom',
  maxWidth: { xs: 110, sm: 260 },
  mr: 2,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  fontWeight: 600,
} as const;
