import { BottomBar } from '@/components/bottom-bar';
import { useOnline } from '@/hooks/use-online';
import { texts } from '@/lib/texts';

/** Says that nothing on the page is new, as long as there is no network. */
export function OfflineBanner() {
  const isOnline = useOnline();
  return <BottomBar>{isOnline ? null : texts.shell.offline}</BottomBar>;
}
