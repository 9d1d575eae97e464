import type { View } from '@/components/view/use-view';
import type { Dashboard, Statistic } from '@/lib/api-types';
import { formatCount, formatDuration, formatShare } from '@/lib/format';
import { useTotals } from '@/lib/measurements';
import { texts } from '@/lib/texts';

import { stateOf } from './card-state';
import type { KeyFigure } from './key-figures';

/** True where nothing of the time has been fetched yet: its sums are not known, and no zero. */
function isUnknown({ complete_until }: Dashboard, { selection }: View): boolean {
  const { start } = selection.window;
  return complete_until === null || (start !== null && new Date(complete_until) <= start);
}

const TIME = { format: formatDuration, more: 'bad' } as const;
const COUNT = { format: formatCount, more: 'neutral' } as const;

const TOTALS = [
  'total_visits',
  'unique_visitors',
  'average_execution_time',
  'median_execution_time',
  'ninety-fifth_percentile_execution_time',
  'ninety-ninth_percentile_execution_time',
  'error_rate',
] as const satisfies readonly Statistic[];

const names = texts.view.key;

const LOOKS = {
  total_visits: { name: names.visits, testId: 'total-visits', ...COUNT },
  unique_visitors: { name: names.unique, testId: 'unique-visitors', ...COUNT },
  average_execution_time: { name: names.average, testId: 'average-execution-time', ...TIME },
  median_execution_time: { name: names.median, testId: 'median-execution-time', ...TIME },
  'ninety-fifth_percentile_execution_time': {
    name: names.p95,
    testId: 'p95-execution-time',
    ...TIME,
  },
  'ninety-ninth_percentile_execution_time': {
    name: names.p99,
    testId: 'p99-execution-time',
    ...TIME,
  },
  error_rate: { name: names.errorRate, testId: 'error-rate', format: formatShare, more: 'bad' },
} as const satisfies Record<(typeof TOTALS)[number], Omit<KeyFigure, 'value' | 'before'>>;

/**
 * Visits, visitors and times over the whole time, each beside the time before; and the error rate
 * where the app tells its status codes.
 */
export function useFigures(dashboard: Dashboard, view: View) {
  const now = useTotals(dashboard, TOTALS, view.selection);
  const before = useTotals(dashboard, TOTALS, view.earlier);
  // The whole is not to be compared with what is not wholly there yet.
  const isComparable = view.earlier !== null && dashboard.state !== 'backfilling';
  const unknown = isUnknown(dashboard, view);
  const figures = TOTALS.map((name): KeyFigure => {
    const value = now.data?.[name];
    return {
      ...LOOKS[name],
      value: value !== undefined && unknown ? null : value,
      before: isComparable ? before.data?.[name] : null,
    };
  });
  const shown = figures.filter(({ testId, value }) => testId !== 'error-rate' || value != null);
  return { figures: shown, ...stateOf([now]) };
}
