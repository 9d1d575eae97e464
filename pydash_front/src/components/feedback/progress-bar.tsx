import { keyframes } from '@emotion/react';
import Box from '@mui/material/Box';

const wander = keyframes({ from: { left: '-40%' }, to: { left: '100%' } });

interface ProgressBarProps {
  label: string;
  /** 0 to 1. */
  ratio: number;
}

/** How much is done. */
export function ProgressBar({ label, ratio }: ProgressBarProps) {
  const percent = Math.floor(ratio * 100 + 1e-9);
  return (
    <Box
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      sx={{ height: 4, borderRadius: '2px', overflow: 'hidden', bgcolor: 'divider' }}
    >
      <Box
        sx={{ height: '100%', bgcolor: 'primary.main', transition: 'width 200ms ease-out' }}
        style={{ width: `${ratio * 100}%` }}
      />
    </Box>
  );
}

/** Something is on its way, nobody knows how long. */
export function WaitingBar() {
  return (
    <Box sx={{ position: 'relative', height: 2, overflow: 'hidden' }}>
      <Box
        sx={{
          position: 'absolute',
          insetBlock: 0,
          width: '40%',
          bgcolor: 'primary.main',
          animation: `${wander} 1.2s ease-in-out infinite`,
          '@media (prefers-reduced-motion: reduce)': { animation: 'none', left: '30%' },
        }}
      />
    </Box>
  );
}
