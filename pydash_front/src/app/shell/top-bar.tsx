import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';

import { Brand } from '@/components/brand';
import { MenuIcon } from '@/components/icons';
import { texts } from '@/lib/texts';

import { Clock } from './clock';
import { Jump } from './jump';
import { ThemeSwitch } from './theme-switch';

export const TOP_BAR_PX = 56;

export function TopBar({ onOpenNavigation }: { onOpenNavigation: () => void }) {
  return (
    <Box
      component="header"
      sx={{
        position: 'fixed',
        inset: '0 0 auto 0',
        zIndex: 'appBar',
        height: TOP_BAR_PX,
        display: 'flex',
        alignItems: 'center',
        gap: { xs: 1, sm: 3 },
        px: { xs: 2, sm: 5 },
        bgcolor: 'background.paper',
        borderBottom: 1,
        borderColor: 'divider',
      }}
    >
      <IconButton
        aria-label={texts.shell.openNavigation}
        onClick={onOpenNavigation}
        sx={{ display: { lg: 'none' } }}
      >
        <MenuIcon />
      </IconButton>
      <Brand />
      <Box sx={{ flex: 1, display: 'flex', justifyContent: { xs: 'end', md: 'start' }, pl: 8 }}>
        <Jump />
      </Box>
      <Clock />
      <ThemeSwitch />
    </Box>
  );
}
