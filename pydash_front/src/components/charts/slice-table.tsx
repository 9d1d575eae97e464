import Box from '@mui/material/Box';
import { styled } from '@mui/material/styles';

import { texts } from '@/lib/texts';

import type { ChartPoint } from './chart-point';
import { PLOT_HEIGHT_PX } from './plot';

const Table = styled('table')(({ theme }) => ({
  width: '100%',
  borderCollapse: 'separate',
  borderSpacing: 0,
  ...theme.typography.body2,
  'th, td': {
    height: 36,
    padding: '0 20px',
    textAlign: 'right',
    fontWeight: 400,
    whiteSpace: 'nowrap',
    borderBottom: `1px solid ${theme.vars.palette.divider}`,
    [theme.breakpoints.down('sm')]: { padding: '0 14px' },
  },
  'th:first-of-type': { textAlign: 'left' },
  'thead th': {
    position: 'sticky',
    top: 0,
    backgroundColor: theme.vars.palette.background.paper,
    color: theme.vars.palette.text.hint,
    fontSize: 12,
    fontWeight: 500,
  },
}));

interface SliceTableProps {
  what: string;
  label: string;
  points: readonly ChartPoint[];
  wordsFor: (point: ChartPoint) => string;
}

/** The same slices as a chart, in words; it scrolls within the chart's height. */
export function SliceTable({ what, label, points, wordsFor }: SliceTableProps) {
  return (
    // Scrolls, and so has to be in reach of the keyboard.
    <Box
      tabIndex={0}
      role="group"
      aria-label={label}
      sx={{ height: PLOT_HEIGHT_PX, overflow: 'auto', mx: { xs: -3.5, sm: -5 } }}
    >
      <Table aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{texts.chart.when}</th>
            <th scope="col">{what}</th>
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.key}>
              <th scope="row">{point.name}</th>
              <Box component="td" sx={{ color: point.isGap ? 'text.hint' : undefined }}>
                {wordsFor(point)}
              </Box>
            </tr>
          ))}
        </tbody>
      </Table>
    </Box>
  );
}
