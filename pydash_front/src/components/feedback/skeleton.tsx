import Box from '@mui/material/Box';

import type { Styles } from '@/lib/styles';

interface SkeletonProps {
  /** Pixels; as wide as there is room by default. */
  width?: number;
  height: number;
  sx?: Styles;
}

/**
 * Stands where something is on its way. It doesn't pulse: that would keep the processor busy with
 * drawing just when it has most to do.
 */
export function Skeleton({ width, height, sx }: SkeletonProps) {
  return <Box sx={{ width, height, borderRadius: 1, bgcolor: 'divider', ...sx }} />;
}
