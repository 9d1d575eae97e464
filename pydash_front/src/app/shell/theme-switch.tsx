import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useColorScheme } from '@mui/material/styles';
import { useState } from 'react';

import { MoonIcon, ScreenIcon, SunIcon } from '@/components/icons';
import { useMode } from '@/hooks/use-mode';
import { texts } from '@/lib/texts';

const CHOICES = [
  { mode: 'system', Icon: ScreenIcon },
  { mode: 'light', Icon: SunIcon },
  { mode: 'dark', Icon: MoonIcon },
] as const;

/** Light, dark, or as the system has it; the browser remembers the choice. */
export function ThemeSwitch() {
  const { mode: chosen, setMode } = useColorScheme();
  const shown = useMode();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const choose = (mode: (typeof CHOICES)[number]['mode']) => {
    setMode(mode);
    setAnchor(null);
  };
  return (
    <>
      <IconButton
        title={texts.shell.theme}
        aria-label={texts.shell.theme}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {shown === 'dark' ? <MoonIcon /> : <SunIcon />}
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {CHOICES.map(({ mode, Icon }) => (
          <MenuItem
            key={mode}
            role="menuitemradio"
            aria-checked={chosen === mode}
            selected={chosen === mode}
            onClick={() => choose(mode)}
          >
            <Icon />
            {texts.shell.themes[mode]}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
