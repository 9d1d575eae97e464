import type { UseQueryResult } from '@tanstack/react-query';

import type { CardState } from '@/components/charts/chart-card';

type Query = Pick<UseQueryResult, 'error' | 'refetch' | 'isPlaceholderData'>;

/** Several requests as one: the first failure counts, and trying again asks them all. */
export function stateOf(queries: readonly Query[]): CardState {
  return {
    error: queries.find(({ error }) => error !== null)?.error ?? null,
    retry: () => queries.forEach((query) => void query.refetch()),
    isRefetching: queries.some(({ isPlaceholderData }) => isPlaceholderData),
  };
}
