import Box from '@mui/material/Box';

import { ActivityList } from '@/components/activity/activity-list';
import { texts } from '@/lib/texts';

import { Panel } from './panel';

/** What was done to the account, by its owner or by somebody else. */
export function ActivityPanel() {
  return (
    <Panel title={texts.activity.title}>
      <Box sx={{ color: 'text.secondary' }}>{texts.activity.note}</Box>
      <ActivityList of="user" />
    </Panel>
  );
}
