import type { FiveNumbers } from '@/components/charts/five-numbers';
import type { BoxSummary } from '@/lib/api-types';

/** What a box draws; `null` without a call. */
export function fiveNumbers(box: BoxSummary): FiveNumbers | null {
  const low = box.fifth_percentile_execution_time;
  const first = box.fastest_quartile_execution_time;
  const median = box.median_execution_time;
  const third = box.slowest_quartile_execution_time;
  const high = box['ninety-fifth_percentile_execution_time'];
  if (low === null || first === null || median === null || third === null || high === null) {
    return null;
  }
  return [low, first, median, third, high];
}

export function p95Of(box: BoxSummary): number | null {
  return box['ninety-fifth_percentile_execution_time'];
}
