import Box from '@mui/material/Box';
import { Typography } from '@/components/typography';
import type { ReactNode } from 'react';

import { Card } from '@/components/card';
import { Table } from '@/components/charts/table';
import { ErrorNote } from '@/components/feedback/error-note';

interface TableCardProps {
  title: string;
  /** What is listed, and of how many. */
  note: string;
  /** Why the last deed failed. */
  error?: Error | null;
  columns: readonly string[];
  children: ReactNode;
}

/** A table in a card, of which the first three columns are texts. */
export function TableCard({ title, note, error, columns, children }: TableCardProps) {
  return (
    <Card aria-label={title} sx={{ pt: { xs: 3.5, sm: 5 }, pb: 2 }}>
      <Box sx={{ px: { xs: 3.5, sm: 5 }, pb: 2 }}>
        <Typography variant="h2">{title}</Typography>
        <Box sx={{ typography: 'body2', color: 'text.secondary' }}>{note}</Box>
        {error && <ErrorNote error={error} />}
      </Box>
      {/* Scrolls, and so has to be in reach of the keyboard. */}
      <Box tabIndex={0} role="group" aria-label={title} sx={{ overflowX: 'auto' }}>
        <Table aria-label={title} sx={{ 'th, td': { height: 44 } }}>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th key={column} scope="col" className={index < 3 ? 'left' : undefined}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </Table>
      </Box>
    </Card>
  );
}
