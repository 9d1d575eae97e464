import type { View } from '@/components/view/use-view';
import type { Dashboard, Statistic } from '@/lib/api-types';
import { formatCount, formatDuration } from '@/lib/format';
import { useTotal } from '@/lib/measurements';
import { texts } from '@/lib/texts';

import { stateOf } from './card-state';
import type { KeyFigure } from './key-figures';

/** True where nothing of the time has been fetched yet: its sums are not known, and no zero. */
function isUnknown({ complete_until }: Dashboard, { selection }: View): boolean {
  const { start } = selection.window;
  return complete_until === null || (start !== null && new Date(complete_until) <= start);
}

function useFigure(dashboard: Dashboard, view: View, statistic: Statistic) {
  const now = useTotal(dashboard, statistic, view.selection);
  const before = useTotal(dashboard, statistic, view.earlier);
  const value = now.data !== undefined && isUnknown(dashboard, view) ? null : now.data;
  // The whole is not to be compared with what is not wholly there yet.
  const isComparable = view.earlier !== null && dashboard.state !== 'backfilling';
  return { query: now, value, before: isComparable ? before.data : null };
}

const TIME = { format: formatDuration, more: 'bad' } as const;
const COUNT = { format: formatCount, more: 'neutral' } as const;

/** Visits, visitors and times over the whole time, each beside the time before. */
export function useFigures(dashboard: Dashboard, view: View) {
  const names = texts.view.key;
  const visits = useFigure(dashboard, view, 'total_visits');
  const unique = useFigure(dashboard, view, 'unique_visitors');
  const average = useFigure(dashboard, view, 'average_execution_time');
  const median = useFigure(dashboard, view, 'median_execution_time');
  const p95 = useFigure(dashboard, view, 'ninety-fifth_percentile_execution_time');
  const p99 = useFigure(dashboard, view, 'ninety-ninth_percentile_execution_time');
  const figures: KeyFigure[] = [
    { name: names.visits, testId: 'total-visits', ...COUNT, ...visits },
    { name: names.unique, testId: 'unique-visitors', ...COUNT, ...unique },
    { name: names.average, testId: 'average-execution-time', ...TIME, ...average },
    { name: names.median, testId: 'median-execution-time', ...TIME, ...median },
    { name: names.p95, testId: 'p95-execution-time', ...TIME, ...p95 },
    { name: names.p99, testId: 'p99-execution-time', ...TIME, ...p99 },
  ];
  const queries = [visits, unique, average, median, p95, p99].map(({ query }) => query);
  return { figures, ...stateOf(queries) };
}
