import type { Dashboard, DashboardState } from '@/lib/api-types';
import { classes } from '@/lib/classes';
import { texts } from '@/lib/texts';

import styles from './state-label.module.css';

/** Whether the app answers counts for more than that its past was fetched. */
function lookOf({ state, is_up: isUp }: Dashboard): DashboardState {
  return isUp === false ? 'failing' : state;
}

function wordsOf({ state, error_code, is_up: isUp }: Dashboard): string {
  if (isUp === false) return texts.dashboard.down;
  if (isUp === true && state === 'up_to_date') return texts.dashboard.up;
  const words = texts.dashboard;
  const failure = state === 'failing' && error_code ? words.failures[error_code] : undefined;
  return failure ?? words.states[state];
}

/** The state's shape alone; the words are there for who can't see it. */
export function StateDot({ dashboard }: { dashboard: Dashboard }) {
  const words = wordsOf(dashboard);
  return (
    <span
      role="img"
      aria-label={words}
      title={words}
      className={classes(styles.state, styles[lookOf(dashboard)])}
    >
      <i />
    </span>
  );
}

export function StateLabel({ dashboard }: { dashboard: Dashboard }) {
  return (
    <span
      data-testid="dashboard-state"
      data-state={dashboard.state}
      className={classes(styles.state, styles[lookOf(dashboard)])}
    >
      <i aria-hidden />
      {wordsOf(dashboard)}
    </span>
  );
}
