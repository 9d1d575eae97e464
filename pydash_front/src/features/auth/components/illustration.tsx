import Box from '@mui/material/Box';
import { useId } from 'react';

import { Card } from '@/components/card';
import { useMode } from '@/hooks/use-mode';
import { TOKENS } from '@/lib/tokens';

const DAYS = 14;
const HOURS = 24;
const CELL_WIDTH = 22;
const CELL_HEIGHT = 20;
const GAP_DAY = 4;

/** A working day's shape with its two humps, flatter at the weekend; never the same twice. */
function intensity(day: number, hour: number): number {
  const noon = Math.exp(-((hour - 14) ** 2) / 26);
  const evening = 0.5 * Math.exp(-((hour - 20.5) ** 2) / 6);
  const isWeekend = day % 7 === 4 || day % 7 === 5;
  const ripple = 1 + 0.14 * Math.sin(day * 12.9 + hour * 78.2);
  return (noon + evening) * (isWeekend ? 0.55 : 1) * ripple;
}

/** A picture of two weeks of visits by the hour: invented, and so without a figure. */
export function Illustration() {
  const hatchId = useId();
  const { sequence, hatch } = TOKENS[useMode()];
  const colorOf = (day: number, hour: number) =>
    sequence[Math.min(sequence.length - 1, Math.floor(intensity(day, hour) * sequence.length))];
  const cells = Array.from({ length: DAYS * HOURS }, (_, index) => ({
    day: Math.floor(index / HOURS),
    hour: index % HOURS,
  })).filter(({ day }) => day !== GAP_DAY);
  return (
    <Card
      as="div"
      sx={{ width: 'min(620px, 84%)', p: 6, boxShadow: 'var(--mui-palette-tone-shadowMenu)' }}
    >
      <Box
        component="svg"
        viewBox={`0 0 ${HOURS * CELL_WIDTH} ${DAYS * CELL_HEIGHT}`}
        sx={{ display: 'block', width: '100%' }}
      >
        <pattern
          id={hatchId}
          width={6}
          height={6}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <path d="M0 0V6" stroke={hatch} strokeWidth={2} />
        </pattern>
        {cells.map(({ day, hour }) => (
          <rect
            key={`${day}-${hour}`}
            x={hour * CELL_WIDTH + 0.75}
            y={day * CELL_HEIGHT + 0.75}
            width={CELL_WIDTH - 1.5}
            height={CELL_HEIGHT - 1.5}
            rx={2}
            fill={colorOf(day, hour)}
          />
        ))}
        <rect
          y={GAP_DAY * CELL_HEIGHT + 1}
          width={HOURS * CELL_WIDTH}
          height={CELL_HEIGHT - 2}
          rx={2}
          fill={`url(#${hatchId})`}
        />
      </Box>
    </Card>
  );
}
