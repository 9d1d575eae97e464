import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';

import { texts } from '@/lib/texts';

import type { ChartPoint } from './chart-point';
import { PLOT_HEIGHT_PX } from './plot';

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
    <TableContainer tabIndex={0} sx={{ height: PLOT_HEIGHT_PX }}>
      <Table stickyHeader aria-label={label}>
        <TableHead>
          <TableRow>
            <TableCell>{texts.chart.when}</TableCell>
            <TableCell align="right">{what}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {points.map((point) => (
            <TableRow key={point.key}>
              <TableCell component="th" scope="row">
                {point.name}
              </TableCell>
              <TableCell align="right" sx={{ color: point.isGap ? 'text.hint' : undefined }}>
                {wordsFor(point)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
