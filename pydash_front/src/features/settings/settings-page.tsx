import Box from '@mui/material/Box';

import { PageHead } from '@/components/page-head';
import { useSession } from '@/lib/session';
import { texts } from '@/lib/texts';

import { AccountPanel, DeleteAccountPanel, PasswordPanel } from './components/account-panels';
import { ActivityPanel } from './components/activity-panel';
import { AppearancePanel } from './components/appearance-panel';
import { DashboardsPanel } from './components/dashboards-panel';
import { SessionsPanel } from './components/sessions-panel';
import { TokensPanel } from './components/tokens-panel';

/** Everything about the account; the shell around it has waited for the session. */
export function SettingsPage() {
  const { data: user } = useSession();
  return (
    <Box sx={{ maxWidth: 880 }}>
      <PageHead
        title={texts.settings.title}
        crumb={texts.settings.title}
        parents={[{ name: texts.overview.crumb, to: '/' }]}
      />
      {user && <AccountPanel user={user} />}
      <PasswordPanel />
      {user && <AppearancePanel user={user} />}
      <DashboardsPanel />
      <SessionsPanel />
      <TokensPanel />
      <ActivityPanel />
      <DeleteAccountPanel />
    </Box>
  );
}
