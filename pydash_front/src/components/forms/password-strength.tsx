import Box from '@mui/material/Box';

import { strengthOf, STRENGTHS } from '@/lib/password';
import { texts } from '@/lib/texts';

const COLORS = ['error.main', 'warning.main', 'success.main', 'success.main'] as const;

/** What a password must be and how hard it is to guess, while it is typed. */
export function PasswordStrength({ password }: { password: string }) {
  const strength = password ? strengthOf(password) : null;
  const level = strength === null ? -1 : STRENGTHS.indexOf(strength);
  return (
    <>
      {texts.auth.passwordRule}
      <Box component="span" aria-hidden sx={{ display: 'flex', gap: 1, mt: 1.5 }}>
        {STRENGTHS.map((each, index) => (
          <Box
            key={each}
            component="span"
            sx={{
              flex: 1,
              height: 4,
              borderRadius: '2px',
              bgcolor: index <= level ? COLORS[level] : 'divider',
            }}
          />
        ))}
      </Box>
      <Box component="span" role="status" sx={{ display: 'block', minHeight: 16, mt: 1 }}>
        {strength && texts.auth.strength(texts.auth.strengths[strength])}
      </Box>
    </>
  );
}
