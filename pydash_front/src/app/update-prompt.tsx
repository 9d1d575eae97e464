import Button from '@mui/material/Button';
import { useEffect, useState } from 'react';

import { BottomBar } from '@/components/bottom-bar';
import { texts } from '@/lib/texts';

import { registerServiceWorker } from './service-worker';

/** Tells of a new version once it is loaded, and changes over when its user agrees. */
export function UpdatePrompt() {
  const [applyUpdate, setApplyUpdate] = useState<(() => void) | null>(null);
  useEffect(() => registerServiceWorker((apply) => setApplyUpdate(() => apply)), []);
  return (
    <BottomBar>
      {applyUpdate && (
        <>
          {texts.shell.updateReady}
          <Button size="small" variant="outlined" onClick={applyUpdate}>
            {texts.shell.update}
          </Button>
        </>
      )}
    </BottomBar>
  );
}
