import { useSyncExternalStore } from 'react';

import { Note } from '@/components/feedback/note';
import { clockErrorMs, onClockChange } from '@/lib/clock';
import { formatSpan } from '@/lib/format';
import { texts } from '@/lib/texts';
import { reportedZone } from '@/lib/zone';

/** What is wrong with this device, and what the page does about it. */
export function EnvironmentNotes() {
  const aheadMs = useSyncExternalStore(onClockChange, clockErrorMs);
  const words = aheadMs > 0 ? texts.shell.clockFast : texts.shell.clockSlow;
  return (
    <>
      {aheadMs !== 0 && <Note kind="warn">{words(formatSpan(Math.abs(aheadMs)))}</Note>}
      {reportedZone() === null && <Note kind="warn">{texts.shell.noZone}</Note>}
    </>
  );
}
