import type { ReactNode } from 'react';

import { classes } from '@/lib/classes';
import { formatAxisDuration, formatDuration } from '@/lib/format';

import styles from './box-plot.module.css';
import { boxAxis, type FiveNumbers } from './five-numbers';
import { shareOf, type ValueAxis } from './value-scale';

export interface BoxRow {
  key: string;
  name: ReactNode;
  /** `null` without a call. */
  box: FiveNumbers | null;
  isHighlighted?: boolean;
}

const MAX_TICKS = 4;

function percent(value: number, axis: ValueAxis): string {
  return `${(shareOf(value, axis) * 100).toFixed(2)}%`;
}

/** One box a row, from the 5th to the 95th percentile, with the median in figures. */
export function BoxPlot({ rows, label }: { rows: readonly BoxRow[]; label: string }) {
  const axis = boxAxis(rows.map(({ box }) => box));
  const ticks = axis.ticks.slice(0, MAX_TICKS);
  return (
    <div role="group" aria-label={label} className={styles.plot}>
      <div className={styles.rows}>
        <Lines ticks={ticks} axis={axis} />
        {rows.map(({ key, name, box, isHighlighted }) => (
          <div key={key} className={styles.row}>
            <div className={styles.name}>{name}</div>
            <BoxMark box={box} axis={axis} isHighlighted={isHighlighted} />
            <div className={styles.median}>{formatDuration(box?.[2] ?? null)}</div>
          </div>
        ))}
      </div>
      <Ticks ticks={ticks} axis={axis} />
    </div>
  );
}

interface BoxMarkProps {
  box: FiveNumbers | null;
  axis: ValueAxis;
  isHighlighted?: boolean;
}

/** A box alone, as wide as there is room: for rows of a chart or cells of a table. */
export function BoxMark({ box, axis, isHighlighted = false }: BoxMarkProps) {
  if (!box) return <span />;
  const [low, first, median, third, high] = box.map((value) => percent(value, axis));
  const title = box.map(formatDuration).join(' · ');
  return (
    <div
      role="img"
      aria-label={title}
      title={title}
      className={classes(styles.mark, isHighlighted && styles.highlighted)}
    >
      <span className={styles.whisker} style={{ left: low, right: `calc(100% - ${high})` }} />
      <span className={styles.end} style={{ left: low }} />
      <span className={styles.end} style={{ left: high }} />
      <span className={styles.box} style={{ left: first, right: `calc(100% - ${third})` }} />
      <span className={styles.middle} style={{ left: median }} />
    </div>
  );
}

interface TicksProps {
  ticks: readonly number[];
  axis: ValueAxis;
}

function Lines({ ticks, axis }: TicksProps) {
  return (
    <div aria-hidden className={styles.lines}>
      <div>
        {ticks.map((tick) => (
          <span key={tick} style={{ left: percent(tick, axis) }} />
        ))}
      </div>
    </div>
  );
}

function Ticks({ ticks, axis }: TicksProps) {
  return (
    <div aria-hidden className={styles.ticks}>
      <div>
        {ticks.map((tick) => (
          <span key={tick} style={{ left: percent(tick, axis) }}>
            {formatAxisDuration(tick)}
          </span>
        ))}
      </div>
    </div>
  );
}
