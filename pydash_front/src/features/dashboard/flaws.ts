import type { FlawCount } from '@/lib/api-types';

const LISTED_CODES: readonly string[] = [
  'rows_left_out',
  'values_left_out',
  'changed_values',
  'cut_texts',
];

/** Whether a warning is about rows that the list of flaws names one by one. */
export function isListed(code: string): boolean {
  return LISTED_CODES.includes(code);
}

export interface FlawTotal {
  reason: FlawCount['reason'];
  message: string;
  count: number;
  columns: readonly { column: string; count: number }[];
}

/** How many flaws each reason has, in the order of the server, and in which columns. */
export function totalsOf(counts: readonly FlawCount[]): FlawTotal[] {
  const totals = new Map<FlawCount['reason'], FlawTotal>();
  for (const { reason, message, column, count } of counts) {
    const known = totals.get(reason);
    totals.set(reason, {
      reason,
      message,
      count: (known?.count ?? 0) + count,
      columns: [...(known?.columns ?? []), { column, count }],
    });
  }
  return [...totals.values()];
}
