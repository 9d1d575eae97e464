import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState } from 'react';
import { Link } from 'react-router';

import { MoreIcon, SettingsIcon, TrashIcon } from '@/components/icons';
import { dashboardSettingsAddress } from '@/lib/addresses';
import type { Dashboard } from '@/lib/api-types';
import { texts } from '@/lib/texts';

import { DeleteDialog } from './delete-dialog';

interface DashboardMenuProps {
  dashboard: Dashboard;
  onDeleted?: () => void;
  isSmall?: boolean;
}

/** What can be done with a dashboard, behind three dots. */
export function DashboardMenu({ dashboard, onDeleted, isSmall = false }: DashboardMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [isDeleting, setDeleting] = useState(false);
  const startDeleting = () => {
    setAnchor(null);
    setDeleting(true);
  };
  return (
    <>
      <IconButton
        size={isSmall ? 'small' : 'medium'}
        aria-label={texts.dashboard.actions(dashboard.name)}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <MoreIcon />
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <MenuItem component={Link} to={dashboardSettingsAddress(dashboard.id)}>
          <SettingsIcon />
          {texts.settings.title}
        </MenuItem>
        <MenuItem onClick={startDeleting} sx={{ color: 'error.main' }}>
          <TrashIcon />
          {texts.dashboard.delete}
        </MenuItem>
      </Menu>
      <DeleteDialog
        dashboard={dashboard}
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        onDeleted={onDeleted}
      />
    </>
  );
}
