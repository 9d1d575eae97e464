import { useMutation, useQueryClient } from '@tanstack/react-query';

import { postJson } from '@/lib/api-client';
import type { NewDashboard, Registered } from '@/lib/api-types';
import { DASHBOARDS_KEY } from '@/lib/dashboards';

/** The server asks the app first, and stores the dashboard only if address and code fit. */
export function useAddDashboard() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (dashboard: NewDashboard) =>
      postJson<Registered>('/dashboards/register', dashboard),
    onSuccess: () => client.invalidateQueries({ queryKey: DASHBOARDS_KEY }),
  });
}
