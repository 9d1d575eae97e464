import Box from '@mui/material/Box';

import { ActivityList } from '@/components/activity/activity-list';
import { Card } from '@/components/card';
import { Typography } from '@/components/typography';
import { texts } from '@/lib/texts';

/** What was done by everybody here. */
export function ActivityCard() {
  const { title, adminNote } = texts.activity;
  return (
    <Card aria-label={title} sx={{ p: { xs: 3.5, sm: 5 }, display: 'grid', gap: 4 }}>
      <div>
        <Typography variant="h2">{title}</Typography>
        <Box sx={{ typography: 'body2', color: 'text.secondary' }}>{adminNote}</Box>
      </div>
      <ActivityList of="admin" />
    </Card>
  );
}
