import { classes } from '@/lib/classes';
import { formatChange } from '@/lib/format';

import styles from './change.module.css';

interface ChangeProps {
  now: number | null;
  before: number | null;
  /** What more of it means; visits are neither good nor bad. */
  more?: 'bad' | 'good' | 'neutral';
}

/** A smaller change than this may be chance: it stays grey. */
const CLEAR_RATIO = 0.05;

function lookOf({ now, before, more }: ChangeProps): string | undefined {
  if (now === null || !before || more === undefined || more === 'neutral') return undefined;
  const change = now / before - 1;
  if (Math.abs(change) < CLEAR_RATIO) return undefined;
  return change > 0 === (more === 'bad') ? styles.worse : styles.better;
}

/** `▲ +18 %`; nothing where there is nothing to compare with. */
export function Change(props: ChangeProps) {
  const words = formatChange(props.now, props.before);
  if (words === null) return null;
  return <span className={classes(styles.change, lookOf(props))}>{words}</span>;
}
