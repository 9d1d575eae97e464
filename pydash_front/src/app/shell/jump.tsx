import ButtonBase from '@mui/material/ButtonBase';
import { lazy, Suspense, useEffect, useState } from 'react';

import { SearchIcon } from '@/components/icons';
import { texts } from '@/lib/texts';

import styles from './jump.module.css';

const JumpDialog = lazy(async () => ({ default: (await import('./jump-dialog')).JumpDialog }));

function isWanted({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey && !shiftKey;
}

/** The way to any app or endpoint, by a click or by Ctrl K (⌘ K). */
export function Jump() {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if (!isWanted(event)) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener('keydown', open);
    return () => document.removeEventListener('keydown', open);
  }, []);
  return (
    <>
      <ButtonBase
        aria-keyshortcuts="Control+K Meta+K"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className={styles.button}
      >
        <SearchIcon fontSize="small" />
        <span className={styles.words}>{texts.jump.title}</span>
        <kbd aria-hidden className={styles.keys}>
          {texts.jump.keys}
        </kbd>
      </ButtonBase>
      {isOpen && (
        <Suspense>
          <JumpDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
