import { useColorScheme } from '@mui/material/styles';
import { useEffect } from 'react';

import type { User } from '@/lib/api-types';
import { recall } from '@/lib/browser-memory';
import { setSounds } from '@/lib/sound';

import { MODE_STORAGE_KEY } from '@/lib/mode-storage';

/** Lets the account's settings take effect: its sounds, and its theme where this browser has none. */
export function useAccount({ theme, play_sounds: playSounds }: User): void {
  const { setMode } = useColorScheme();
  useEffect(() => setSounds(playSounds), [playSounds]);
  useEffect(() => {
    if (recall(MODE_STORAGE_KEY) === null && theme !== 'system') setMode(theme);
  }, [theme, setMode]);
}
