import { useInfiniteQuery } from '@tanstack/react-query';

import { getJson } from '@/lib/api-client';
import type { FlawPage } from '@/lib/api-types';

/** What of an app's rows could not be kept as it came, the latest first, a page at a time. */
export function useFlaws(id: string) {
  return useInfiniteQuery({
    queryKey: ['flaws', id],
    queryFn: ({ signal, pageParam }) =>
      getJson<FlawPage>(`/dashboards/${encodeURIComponent(id)}/flaws`, signal, {
        cursor: pageParam,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
