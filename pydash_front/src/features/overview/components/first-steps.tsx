import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

import { Card } from '@/components/card';
import { Typography } from '@/components/typography';
import { texts } from '@/lib/texts';

import { SetupSteps } from './setup-steps';

/** What a newcomer does to see the first app, from its code to the address given here. */
export function FirstSteps({ onAdd }: { onAdd: () => void }) {
  return (
    <Box sx={{ maxWidth: 760, mx: 'auto', mt: { xs: 4, sm: 14 } }}>
      <Typography component="h2" sx={{ fontSize: 28, lineHeight: '36px', fontWeight: 620 }}>
        {texts.overview.emptyTitle}
      </Typography>
      <Typography
        sx={{ color: 'text.secondary', mt: 1.5, mb: 7, fontSize: 16, lineHeight: '24px' }}
      >
        {texts.overview.emptyLead}
      </Typography>
      <Card>
        <SetupSteps>
          <Typography sx={{ color: 'text.secondary', mb: 3 }}>
            {texts.overview.emptyAdd}
          </Typography>
          <Button variant="contained" onClick={onAdd}>
            {texts.overview.add}
          </Button>
        </SetupSteps>
      </Card>
    </Box>
  );
}
