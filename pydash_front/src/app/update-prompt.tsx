import Button from '@mui/material/Button';
import Snackbar from '@mui/material/Snackbar';
import { useEffect, useState } from 'react';

import { texts } from '@/lib/texts';

import { registerServiceWorker } from './service-worker';

/** Tells of a new version once it is loaded, and changes over when its user agrees. */
export function UpdatePrompt() {
  const [applyUpdate, setApplyUpdate] = useState<(() => void) | null>(null);
  useEffect(() => registerServiceWorker((apply) => setApplyUpdate(() => apply)), []);
  return (
    <Snackbar
      open={applyUpdate !== null}
      message={texts.shell.updateReady}
      action={
        <Button size="small" color="inherit" onClick={() => applyUpdate?.()}>
          {texts.shell.update}
        </Button>
      }
    />
  );
}
