import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { Link as RouterLink, useLocation } from 'react-router';

import { Change } from '@/components/change';
import { Table } from '@/components/charts/table';
import { Distribution } from '@/components/charts/distribution';
import type { ValueAxis } from '@/components/charts/value-scale';
import { EyeIcon, EyeOffIcon } from '@/components/icons';
import type { View } from '@/components/view/use-view';
import { endpointAddress } from '@/lib/addresses';
import { classes } from '@/lib/classes';
import { formatCount, formatDuration, formatRecent, formatShare, UNKNOWN } from '@/lib/format';
import { texts } from '@/lib/texts';
import { inZone } from '@/lib/zone';
import { visible } from '@/lib/visible';

import { distributionAxis, type Column, type EndpointRow, type Order } from '../endpoint-rows';
import styles from './endpoints-table.module.css';

const words = texts.endpoints;

interface EndpointsTableProps {
  rows: readonly EndpointRow[];
  dashboardId: string;
  view: View;
  order: Order;
  onOrder: (order: Order) => void;
  onSwitch: (name: string, enabled: boolean) => void;
}

/** A phone shows name, p95 and change; the endpoint's own page has the rest. */
const MEDIUM = { display: { xs: 'none', sm: 'table-cell' } } as const;
const WIDE = { display: { xs: 'none', md: 'table-cell' } } as const;

export function EndpointsTable(props: EndpointsTableProps) {
  const { rows, order, onOrder } = props;
  const axis = distributionAxis(rows);
  const ends = words.distribution(formatDuration(axis.min), formatDuration(axis.max));
  const sort = { order, onOrder };
  return (
    // Scrolls, and so has to be in reach of the keyboard.
    <Box
      tabIndex={0}
      role="group"
      aria-label={words.title}
      sx={{ position: 'relative', overflowX: 'auto' }}
    >
      <Table aria-label={words.title} sx={{ 'th, td': { height: 40 } }}>
        <thead>
          <tr>
            <Head {...sort} column="name" name={words.name} isText />
            <Head {...sort} column="visits" name={words.visits} room={MEDIUM} />
            <Head {...sort} column="share" name={words.share} room={WIDE} />
            <Box component="th" scope="col" className="left" sx={WIDE}>
              {ends}
            </Box>
            <Head {...sort} column="median" name={words.median} room={MEDIUM} />
            <Head {...sort} column="p95" name={words.p95} />
            <Head {...sort} column="change" name={words.change} />
            <Head {...sort} column="lastCalledAt" name={words.lastCalled} room={WIDE} />
            <Head {...sort} column="firstSeenVersion" name={words.added} room={WIDE} />
            <th scope="col">
              <Box component="span" sx={UNSEEN}>
                {words.shown}
              </Box>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.name} {...props} row={row} axis={axis} />
          ))}
        </tbody>
      </Table>
    </Box>
  );
}

interface HeadProps {
  column: Column;
  name: string;
  order: Order;
  onOrder: (order: Order) => void;
  isText?: boolean;
  room?: typeof MEDIUM | typeof WIDE;
}

function Head({ column, name, order, onOrder, isText = false, room }: HeadProps) {
  const isBy = order.column === column;
  // Names begin with A, figures with the highest; a second click turns them round.
  const isDescending = isBy ? !order.isDescending : !isText;
  return (
    <Box component="th" scope="col" aria-sort={isBy ? directionOf(order) : 'none'} sx={room}>
      <ButtonBase
        onClick={() => onOrder({ column, isDescending })}
        sx={{ font: 'inherit', minHeight: 24, '[aria-sort]:not([aria-sort="none"]) > &': SORTED }}
      >
        <Box component="span" aria-hidden sx={{ order: isText ? 1 : 0, px: 1 }}>
          {isBy && ARROWS[directionOf(order)]}
        </Box>
        {name}
      </ButtonBase>
    </Box>
  );
}

const SORTED = { color: 'text.primary' } as const;
const ARROWS = { ascending: '↑', descending: '↓' } as const;

function directionOf({ isDescending }: Order): keyof typeof ARROWS {
  return isDescending ? 'descending' : 'ascending';
}

interface RowProps extends EndpointsTableProps {
  row: EndpointRow;
  axis: ValueAxis;
}

function Row({ row, axis, dashboardId, view, onSwitch }: RowProps) {
  const { search } = useLocation();
  const { name, isEnabled, distribution, lastCalledAt } = row;
  const called = lastCalledAt
    ? formatRecent(inZone(new Date(lastCalledAt), view.zone), view.now)
    : UNKNOWN;
  const deed = isEnabled ? words.hide(visible(name)) : words.show(visible(name));
  return (
    <tr className={classes(styles.row, !isEnabled && styles.hidden)}>
      <th scope="row">
        <RouterLink
          to={endpointAddress(dashboardId, name, search)}
          title={visible(name)}
          className={styles.name}
        >
          {visible(name)}
        </RouterLink>
      </th>
      <td className={styles.medium}>{formatCount(row.visits)}</td>
      <td className={styles.wide}>{formatShare(row.share)}</td>
      <td className={classes('left', styles.wide, styles.distribution)}>
        {distribution && <Distribution {...distribution} axis={axis} markMs={row.p95} />}
      </td>
      <td className={styles.medium}>{formatDuration(row.median)}</td>
      <td className={styles.strong}>{formatDuration(row.p95)}</td>
      <td>
        <Change now={row.median} before={row.medianBefore} more="bad" />
      </td>
      <td className={classes(styles.wide, styles.quiet)}>{called}</td>
      <td className={classes(styles.wide, styles.quiet)}>
        {visible(row.firstSeenVersion ?? UNKNOWN)}
      </td>
      <td>
        <button
          type="button"
          aria-label={deed}
          title={deed}
          onClick={() => onSwitch(name, !isEnabled)}
          className={styles.eye}
        >
          {isEnabled ? <EyeIcon fontSize="small" /> : <EyeOffIcon fontSize="small" />}
        </button>
      </td>
    </tr>
  );
}

/** For readers only. */
const UNSEEN = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
} as const;
