import { Link } from '@/components/link';

import { texts } from '@/lib/texts';

/** The first stop of the keyboard: past the bar and the navigation. */
export function SkipLink({ contentId }: { contentId: string }) {
  return (
    <Link
      href={`#${contentId}`}
      sx={{
        position: 'fixed',
        top: 8,
        left: 8,
        zIndex: 'tooltip',
        px: 4,
        py: 2,
        borderRadius: 1,
        bgcolor: 'background.paper',
        '&:not(:focus)': { transform: 'translateY(-64px)' },
      }}
    >
      {texts.skipLink}
    </Link>
  );
}
