import { useColorScheme } from '@mui/material/styles';
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { postJson } from '@/lib/api-client';
import type { Message, User } from '@/lib/api-types';
import { SESSION_KEY } from '@/lib/query-client';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = User['theme'];

/** The chosen theme: this browser shows it at once, the account takes it to others. */
export function useThemeChoice() {
  const { mode, setMode } = useColorScheme();
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (theme: Theme) => postJson<Message>('/user/change_settings', { theme }),
    onSuccess: () => client.invalidateQueries({ queryKey: SESSION_KEY }),
    meta: { isSilent: true },
  });
  const choose = (theme: Theme) => {
    setMode(theme);
    mutate(theme);
  };
  return { chosen: mode ?? 'system', choose };
}
