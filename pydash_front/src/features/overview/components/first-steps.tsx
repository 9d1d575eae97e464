import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Typography } from '@/components/typography';

import { Card } from '@/components/card';
import { Initials } from '@/components/initials';
import { Snippet } from '@/components/snippet';
import { WithCode } from '@/components/with-code';
import { texts } from '@/lib/texts';

const { steps } = texts.overview;

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
      <Card as="ol" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {steps.map((step, index) => (
          <Step key={step.title} number={index + 1} {...step} />
        ))}
      </Card>
      <Button variant="contained" onClick={onAdd} sx={{ mt: 5 }}>
        {texts.overview.add}
      </Button>
    </Box>
  );
}

type StepProps = (typeof steps)[number] & { number: number };

function Step({ number, title, body, code }: StepProps) {
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        gap: { xs: 3, sm: 4 },
        px: { xs: 3.5, sm: 5 },
        py: 4,
        '& + &': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      <Initials aria-hidden>{number}</Initials>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography variant="h2" component="h3" sx={{ lineHeight: '28px' }}>
          {title}
        </Typography>
        <Typography sx={{ color: 'text.secondary' }}>
          <WithCode text={body} />
        </Typography>
        {code && (
          <Box sx={{ mt: 2.5 }}>
            <Snippet label={title} code={code} />
          </Box>
        )}
      </Box>
    </Box>
  );
}
