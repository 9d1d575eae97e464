import { useInfiniteQuery } from '@tanstack/react-query';

import { getJson } from './api-client';
import type { ActivityPage } from './api-types';

/** What was done to the user's own account, or, for administrators, in the whole installation. */
export function useActivity(of: 'user' | 'admin') {
  return useInfiniteQuery({
    queryKey: ['activity', of],
    queryFn: ({ signal, pageParam }) =>
      getJson<ActivityPage>(`/${of}/activity`, signal, { cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
