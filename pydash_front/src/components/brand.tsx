import { Link } from '@/components/link';

import { texts } from '@/lib/texts';

import { Logo } from './logo';

export function Brand() {
  return (
    <Link
      to="/"
      underline="none"
      color="text.primary"
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 2.5,
        fontSize: 17,
        fontWeight: 650,
        letterSpacing: '-0.02em',
        borderRadius: 1,
      }}
    >
      <Logo />
      {texts.brand}
    </Link>
  );
}
