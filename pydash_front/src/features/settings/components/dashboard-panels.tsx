import Box from '@mui/material/Box';
import { useState } from 'react';
import { useNavigate } from 'react-router';

import { DeleteDialog } from '@/components/dashboards/delete-dialog';
import { ErrorNote } from '@/components/feedback/error-note';
import { Toggle } from '@/components/forms/toggle';
import type { Dashboard, DashboardDetail } from '@/lib/api-types';
import { formatSpan } from '@/lib/format';
import { textBounds } from '@/lib/text-bounds';
import { texts } from '@/lib/texts';

import { useChangeDashboard, useWatchDowntime } from '../api';
import { FormDialog, type Field } from './form-dialog';
import { Panel, Row } from './panel';

const words = texts.settings;
const BOUNDS = textBounds.ChangeDashboardSettingsBody;

type Setting = 'name' | 'url' | 'token' | 'headers' | 'fetch_interval_s';

const TITLES: Record<Setting, string> = {
  name: words.changeAppName,
  url: words.changeUrl,
  token: words.changeToken,
  headers: words.changeHeaders,
  fetch_interval_s: words.changeInterval,
};

function fieldOf(setting: Setting, dashboard: Dashboard): Field {
  const form = texts.addDashboard;
  const most = setting in BOUNDS ? BOUNDS[setting as keyof typeof BOUNDS] : undefined;
  switch (setting) {
    case 'name':
      return { name: setting, most, label: form.name, initial: dashboard.name };
    case 'url':
      return { name: setting, most, label: form.url, initial: dashboard.url, hint: form.urlHint };
    case 'token':
      return {
        name: setting,
        most,
        label: form.token,
        hint: words.tokenHint,
        isSecret: true,
        isCode: true,
      };
    case 'headers':
      return {
        name: setting,
        label: form.headers,
        hint: words.headersHint,
        initial: dashboard.header_names.join('\n'),
        isLines: true,
      };
    case 'fetch_interval_s':
      return {
        name: setting,
        label: words.intervalSeconds,
        initial: String(dashboard.fetch_interval_s ?? ''),
        hint: words.intervalHint,
      };
  }
}

interface PanelProps {
  dashboard: Dashboard | DashboardDetail;
}

/** A dialog for one setting of an app; nothing while none is being changed. */
function useSettingDialog(dashboard: Dashboard) {
  const [setting, setSetting] = useState<Setting | null>(null);
  const mutation = useChangeDashboard(dashboard.id);
  const open = (wanted: Setting) => {
    mutation.reset();
    setSetting(wanted);
  };
  const dialog = setting && (
    <FormDialog
      title={TITLES[setting]}
      fields={[fieldOf(setting, dashboard)]}
      submitLabel={words.save}
      mutation={mutation}
      onClose={() => setSetting(null)}
    />
  );
  return { open, dialog };
}

/** Which app it is, and how PyDash gets in. */
export function AppPanel({ dashboard }: PanelProps) {
  const { open, dialog } = useSettingDialog(dashboard);
  const form = texts.addDashboard;
  return (
    <Panel title={words.app}>
      <Row
        label={form.name}
        value={dashboard.name}
        action={words.change}
        onAction={() => open('name')}
      />
      <Row
        label={form.url}
        value={dashboard.url}
        action={words.change}
        onAction={() => open('url')}
      />
      <Row
        label={form.token}
        value={words.tokenHidden}
        action={words.change}
        onAction={() => open('token')}
      />
      <Row
        label={form.headers}
        value={dashboard.header_names.join(', ') || words.noHeaders}
        action={words.change}
        onAction={() => open('headers')}
      />
      <MeasuredBy dashboard={dashboard} />
      {dialog}
    </Panel>
  );
}

/** Which Flask-MonitoringDashboard the app has, and what it can't give. */
function MeasuredBy({ dashboard }: PanelProps) {
  if (dashboard.fmd_version === null) return null;
  const note = 'version_note' in dashboard ? dashboard.version_note : null;
  return (
    <Box>
      <Box sx={{ fontWeight: 550 }}>{words.measuredBy(dashboard.fmd_version)}</Box>
      {note && <Box sx={{ typography: 'body2', color: 'text.secondary' }}>{note}</Box>}
    </Box>
  );
}

/** How often the app is asked, and whether PyDash looks if it is up. */
export function WatchingPanel({ dashboard }: PanelProps) {
  const { open, dialog } = useSettingDialog(dashboard);
  const watch = useWatchDowntime(dashboard.id);
  const { fetch_interval_s: intervalS, monitor_downtime: isMonitored } = dashboard;
  return (
    <Panel title={words.watching}>
      <Row
        label={words.interval}
        value={intervalS === null ? words.usualInterval : formatSpan(intervalS * 1000)}
        action={words.change}
        onAction={() => open('fetch_interval_s')}
      />
      <Toggle
        isOn={watch.isPending ? watch.variables : isMonitored}
        onToggle={(isWanted) => watch.mutate(isWanted)}
      >
        {words.monitorDowntime}
      </Toggle>
      {watch.error && <ErrorNote error={watch.error} />}
      {dialog}
    </Panel>
  );
}

export function DeletePanel({ dashboard }: PanelProps) {
  const [isOpen, setOpen] = useState(false);
  const navigate = useNavigate();
  return (
    <Panel title={texts.dashboard.delete}>
      <Row
        label={texts.dashboard.deleteBody}
        action={texts.dashboard.delete}
        isDangerous
        onAction={() => setOpen(true)}
      />
      <DeleteDialog
        dashboard={dashboard}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        onDeleted={() => void navigate('/')}
      />
    </Panel>
  );
}
