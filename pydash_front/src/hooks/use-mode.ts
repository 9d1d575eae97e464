import { useColorScheme } from '@mui/material/styles';

import type { Mode } from '@/lib/tokens';

/** Light or dark, whatever the choice or the system says; for what can't use CSS variables. */
export function useMode(): Mode {
  const { mode, systemMode } = useColorScheme();
  const shown = mode === 'system' ? systemMode : mode;
  return shown === 'dark' ? 'dark' : 'light';
}
