import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState } from 'react';

import { MoonIcon, ScreenIcon, SunIcon } from '@/components/icons';
import { useMode } from '@/hooks/use-mode';
import { useThemeChoice, type Theme } from '@/hooks/use-theme-choice';
import { texts } from '@/lib/texts';

const CHOICES = [
  { mode: 'system', Icon: ScreenIcon },
  { mode: 'light', Icon: SunIcon },
  { mode: 'dark', Icon: MoonIcon },
] as const;

/** Light, dark, or as the system has it; the browser and the account remember the choice. */
export function ThemeSwitch() {
  const { chosen, choose } = useThemeChoice();
  const shown = useMode();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const chooseAndClose = (mode: Theme) => {
    choose(mode);
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
            onClick={() => chooseAndClose(mode)}
          >
            <Icon />
            {texts.shell.themes[mode]}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
