import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

import { texts } from '@/lib/texts';
import { visible } from '@/lib/visible';

import type { ChartSeries } from './chart-series';
import { PLOT_HEIGHT_PX } from './plot';
import { Table } from './table';
import { wordsOf } from './words';

interface DataTableProps {
  label: string;
  columns: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  maxHeightPx?: number;
}

/** The same figures as a chart, in words; it scrolls within the chart's height. */
export function DataTable({ label, columns, rows, maxHeightPx = PLOT_HEIGHT_PX }: DataTableProps) {
  return (
    // Scrolls, and so has to be in reach of the keyboard.
    <Box
      tabIndex={0}
      role="group"
      aria-label={label}
      sx={{ maxHeight: maxHeightPx, overflow: 'auto', mx: { xs: -3.5, sm: -5 } }}
    >
      <Table aria-label={label} sx={{ 'thead th': { position: 'sticky', top: 0 } }}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {visible(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [name, ...others] }) => (
            <tr key={key}>
              <th scope="row">{typeof name === 'string' ? visible(name) : name}</th>
              {others.map((cell, index) => (
                <td key={columns[index + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </Box>
  );
}

interface SliceTableProps {
  what: string;
  label: string;
  series: ChartSeries;
  format: (value: number) => string;
}

export function SliceTable({ what, label, series, format }: SliceTableProps) {
  const { slices, tracks } = series;
  const names = tracks.length > 1 ? tracks.map(({ name }) => name) : [what];
  return (
    <DataTable
      label={label}
      columns={[texts.chart.when, ...names]}
      rows={slices.map(({ key, name }, index) => ({
        key,
        cells: [name, ...wordsOf(series, index, format).map(({ value }) => value)],
      }))}
    />
  );
}
