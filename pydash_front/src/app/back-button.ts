import type { QueryClient } from '@tanstack/react-query';

import { drawnFor } from '@/lib/drawn-for';
import { sessionQuery } from '@/lib/session';

function hide(isHidden: boolean): void {
  document.documentElement.style.visibility = isHidden ? 'hidden' : '';
}

/**
 * Shows a page that the browser has kept for its Back button only to whom it was drawn for: it is
 * put away hidden, and comes back once the server knows the session. Else it is loaded anew.
 */
export function recheckOnReturn(
  client: QueryClient,
  reload = () => window.location.reload(),
): () => void {
  const putAway = () => hide(drawnFor() !== null);
  const comeBack = async ({ persisted }: PageTransitionEvent) => {
    if (!persisted) {
      hide(false);
      return;
    }
    const before = drawnFor();
    const user = await client.query({ ...sessionQuery, staleTime: 0 }).catch(() => null);
    if ((user?.id ?? null) === before) hide(false);
    else reload();
  };
  const onShow = (event: PageTransitionEvent) => void comeBack(event);
  window.addEventListener('pagehide', putAway);
  window.addEventListener('pageshow', onShow);
  return () => {
    window.removeEventListener('pagehide', putAway);
    window.removeEventListener('pageshow', onShow);
    hide(false);
  };
}
