import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMemo, useState, type ReactNode } from 'react';
import { Link as RouterLink, useLocation } from 'react-router';

import { BoxPlot } from '@/components/charts/box-plot';
import { ChartCard, type CardState } from '@/components/charts/chart-card';
import { DataTable } from '@/components/charts/data-table';
import { fiveNumbers } from '@/components/measures/boxes';
import { stateOf } from '@/components/measures/card-state';
import { endpointAddress } from '@/lib/addresses';
import type { View } from '@/components/view/use-view';
import type { BoxSummary, Dashboard, DashboardDetail } from '@/lib/api-types';
import { inOrderOf } from '@/lib/by-name';
import { formatCount, formatDuration } from '@/lib/format';
import { useEndpointBoxes, useVersionBoxes, versionsOf } from '@/lib/measurements';
import { texts } from '@/lib/texts';
import { visible } from '@/lib/visible';

import { isHidden } from '../endpoint-rows';
import styles from './boxes-cards.module.css';

const words = texts.boxes;
/** More rows are a click away. */
const FIRST_ROWS = 12;

interface BoxesCardProps {
  dashboard: Dashboard | DashboardDetail;
  view: View;
}

/** The endpoints with most visits first. */
export function EndpointBoxesCard({ dashboard, view }: BoxesCardProps) {
  const query = useEndpointBoxes(dashboard, view.selection);
  const { search } = useLocation();
  const { data } = query;
  const boxes = useMemo(() => {
    if (!data) return null;
    const shown = [...data].filter(([name, box]) => {
      return box.total_visits > 0 && !isHidden(dashboard, name);
    });
    return shown.sort(([, one], [, other]) => other.total_visits - one.total_visits);
  }, [data, dashboard]);
  const nameOf = (name: string) => (
    <RouterLink
      to={endpointAddress(dashboard.id, name, search)}
      title={visible(name)}
      className={styles.name}
    >
      {visible(name)}
    </RouterLink>
  );
  return (
    <BoxesCard
      title={words.perEndpoint}
      caption={words.caption}
      what={words.endpoint}
      boxes={boxes}
      nameOf={nameOf}
      {...stateOf([query])}
    />
  );
}

/** The versions in the order first seen; the newest in the colour that stands out. */
export function VersionBoxesCard({ dashboard, view }: BoxesCardProps) {
  const query = useVersionBoxes(dashboard, view.selection);
  const { data } = query;
  const order = versionsOf(dashboard);
  const boxes = useMemo(
    () => data && order && [...inOrderOf(data, order)].filter(([, box]) => box.total_visits > 0),
    [data, order],
  );
  return (
    <BoxesCard
      title={words.perVersion}
      caption={words.order}
      what={words.version}
      boxes={boxes ?? null}
      isNewestLast
      {...stateOf([query])}
    />
  );
}

interface BoxesProps extends CardState {
  title: string;
  caption: string;
  what: string;
  boxes: NamedBoxes | null;
  nameOf?: (name: string) => ReactNode;
  isNewestLast?: boolean;
}

function BoxesCard(props: BoxesProps) {
  const { title, caption, what, boxes, nameOf, isNewestLast, ...state } = props;
  return (
    <ChartCard
      title={title}
      extra={
        <Box component="span" sx={{ typography: 'caption', color: 'text.hint' }}>
          {caption}
        </Box>
      }
      data={boxes}
      chart={(all) => (
        <Boxes label={title} boxes={all} nameOf={nameOf} isNewestLast={isNewestLast} />
      )}
      table={(all) => <BoxesTable what={what} label={title} boxes={all} />}
      empty={boxes?.length === 0 ? <Empty /> : null}
      {...state}
    />
  );
}

type NamedBoxes = [string, BoxSummary][];

interface PlottedBoxesProps extends Pick<BoxesProps, 'nameOf' | 'isNewestLast'> {
  label: string;
  boxes: NamedBoxes;
}

function Boxes({ label, boxes, nameOf, isNewestLast = false }: PlottedBoxesProps) {
  const [isAll, setAll] = useState(false);
  const few = isNewestLast ? boxes.slice(-FIRST_ROWS) : boxes.slice(0, FIRST_ROWS);
  const rows = (isAll ? boxes : few).map(([name, box], index, all) => ({
    key: name,
    name: nameOf?.(name) ?? visible(name),
    box: fiveNumbers(box),
    isHighlighted: isNewestLast && index === all.length - 1,
  }));
  return (
    <>
      <BoxPlot rows={rows} label={label} />
      {boxes.length > FIRST_ROWS && (
        <Button size="small" onClick={() => setAll(!isAll)} sx={{ justifySelf: 'start' }}>
          {isAll ? words.showFewer : words.showAll(boxes.length)}
        </Button>
      )}
    </>
  );
}

function Empty() {
  return <Box sx={{ typography: 'body2', color: 'text.secondary', pb: 2 }}>{words.none}</Box>;
}

interface BoxesTableProps {
  what: string;
  label: string;
  boxes: NamedBoxes;
}

function BoxesTable({ what, label, boxes }: BoxesTableProps) {
  const rows = boxes.map(([name, box]) => ({
    key: name,
    cells: [
      name,
      ...(fiveNumbers(box) ?? [null, null, null, null, null]).map(formatDuration),
      formatCount(box.total_visits),
    ],
  }));
  return <DataTable label={label} columns={[what, ...words.columns]} rows={rows} />;
}
