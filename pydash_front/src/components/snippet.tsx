import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useRef, useState } from 'react';

import { MONOSPACE } from '@/components/with-code';
import { copyText, type Copied } from '@/lib/copy';
import { texts } from '@/lib/texts';

const SHOWN_MS = 4_000;

interface SnippetProps {
  label: string;
  code: string;
  /** One long line, of which no end may hide. */
  isWrapped?: boolean;
}

/** Code to take away with one click. */
export function Snippet({ label, code, isWrapped = false }: SnippetProps) {
  const [outcome, setOutcome] = useState<Copied | null>(null);
  const shown = useRef<HTMLElement>(null);
  const copy = async () => {
    if (!shown.current) return;
    setOutcome(await copyText(shown.current, code));
    setTimeout(() => setOutcome(null), SHOWN_MS);
  };
  return (
    <Box sx={{ position: 'relative', minWidth: 0 }}>
      <Box
        component="pre"
        ref={shown}
        // Scrolls, and so has to be in reach of the keyboard.
        tabIndex={0}
        role="group"
        aria-label={label}
        sx={{
          m: 0,
          p: 3,
          // The button stands beside the code, and above it where that is narrow.
          pt: { xs: 12, sm: 3 },
          pr: { sm: 20 },
          overflowX: 'auto',
          whiteSpace: isWrapped ? 'pre-wrap' : 'pre',
          overflowWrap: isWrapped ? 'anywhere' : undefined,
          bgcolor: 'tone.sunken',
          border: 1,
          borderColor: 'divider',
          borderRadius: 1,
          fontFamily: MONOSPACE,
          fontSize: 12.5,
          lineHeight: '20px',
        }}
      >
        {code}
      </Box>
      <Button
        size="small"
        variant="outlined"
        onClick={() => void copy()}
        aria-label={texts.copyNamed(label)}
        sx={{ position: 'absolute', top: 6, right: 6, height: 28 }}
      >
        {outcome ? texts.copyOutcomes[outcome] : texts.copy}
      </Button>
    </Box>
  );
}
