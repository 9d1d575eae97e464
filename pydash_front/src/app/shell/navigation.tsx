import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';

import { ErrorNote } from '@/components/feedback/error-note';
import { EyeIcon, HomeIcon, InfoIcon, LogOutIcon, SettingsIcon } from '@/components/icons';
import { Initials } from '@/components/initials';
import type { User } from '@/lib/api-types';
import { useDashboards } from '@/lib/dashboards';
import { useLogout } from '@/lib/session';
import { texts } from '@/lib/texts';

import { LastVisited } from './last-visited';

const Entry = styled(ButtonBase)(({ theme }) => ({
  display: 'flex',
  justifyContent: 'flex-start',
  gap: 12,
  width: '100%',
  height: 36,
  padding: '0 12px',
  borderRadius: 8,
  ...theme.typography.body1,
  fontWeight: 500,
  color: theme.vars.palette.text.secondary,
  '&:hover': { backgroundColor: theme.vars.palette.tone.sunken },
  '&[data-active="true"]': {
    backgroundColor: theme.vars.palette.tone.accentSoft,
    color: theme.vars.palette.primary.main,
    fontWeight: 600,
  },
})) as typeof ButtonBase;

interface NavigationProps {
  user: User;
  onNavigate: () => void;
}

export function Navigation({ user, onNavigate }: NavigationProps) {
  const dashboards = useDashboards();
  const logout = useLogout();
  const { pathname } = useLocation();
  const count = dashboards.data?.length;
  return (
    <Box sx={{ p: 3, display: 'flex', flexDirection: 'column', gap: '2px' }}>
      <Who user={user} />
      <Entry
        component={Link}
        to="/"
        onClick={onNavigate}
        data-active={pathname === '/' || pathname.startsWith('/dashboards/')}
        aria-current={pathname === '/' ? 'page' : undefined}
      >
        <HomeIcon />
        {texts.shell.dashboards}
        {count !== undefined && count > 0 && (
          <Box component="span" sx={{ ml: 'auto', typography: 'caption', fontWeight: 'inherit' }}>
            {count}
          </Box>
        )}
      </Entry>
      <Pages isAdmin={user.is_admin} onNavigate={onNavigate} />
      <Box sx={{ my: 2, borderTop: 1, borderColor: 'divider' }} />
      <Entry onClick={() => logout.mutate()} disabled={logout.isPending}>
        <LogOutIcon />
        {texts.shell.logOut}
      </Entry>
      {logout.error && <ErrorNote error={logout.error} />}
      <LastVisited dashboards={dashboards.data ?? []} onNavigate={onNavigate} />
    </Box>
  );
}

function Pages({ isAdmin, onNavigate }: { isAdmin: boolean; onNavigate: () => void }) {
  return (
    <>
      <PageEntry to="/settings" onNavigate={onNavigate}>
        <SettingsIcon />
        {texts.settings.title}
      </PageEntry>
      {isAdmin && (
        <PageEntry to="/admin" onNavigate={onNavigate}>
          <EyeIcon />
          {texts.admin.title}
        </PageEntry>
      )}
      <PageEntry to="/help" onNavigate={onNavigate}>
        <InfoIcon />
        {texts.help.title}
      </PageEntry>
    </>
  );
}

interface PageEntryProps {
  to: string;
  onNavigate: () => void;
  children: ReactNode;
}

function PageEntry({ to, onNavigate, children }: PageEntryProps) {
  const isHere = useLocation().pathname === to;
  return (
    <Entry
      component={Link}
      to={to}
      onClick={onNavigate}
      data-active={isHere}
      aria-current={isHere ? 'page' : undefined}
    >
      {children}
    </Entry>
  );
}

function Who({ user }: { user: User }) {
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2.5, px: 3, pt: 1, pb: 3 }}>
      <Initials aria-hidden>{user.username.slice(0, 2).toUpperCase()}</Initials>
      <Box sx={{ minWidth: 0, '& > *': { overflow: 'hidden', textOverflow: 'ellipsis' } }}>
        <Box sx={{ fontWeight: 600 }}>{user.username}</Box>
        <Box sx={{ typography: 'caption', color: 'text.hint' }} title={user.email}>
          {user.email}
        </Box>
      </Box>
    </Box>
  );
}
