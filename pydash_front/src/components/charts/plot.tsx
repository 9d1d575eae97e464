import { createContext, useContext } from 'react';

import type { Tokens } from '@/lib/tokens';

import type { ChartPoint } from './chart-point';

/** The same in every chart of a page, so that one slice stands at one place in all of them. */
export const PLOT_MARGIN = { top: 22, right: 6, bottom: 26, left: 52 } as const;
export const PLOT_HEIGHT_PX = 240;

/** What a chart's own layers draw from, besides the sizes that Nivo hands them. */
export interface Plot {
  points: readonly ChartPoint[];
  /** The value at the upper edge. */
  top: number;
  tokens: Tokens;
}

export const PlotContext = createContext<Plot | null>(null);

export function usePlot(): Plot {
  const plot = useContext(PlotContext);
  if (!plot) throw new Error('A chart layer needs a plot around it.');
  return plot;
}

/** Each custom layer is given at least this by Nivo. */
export interface LayerSize {
  innerWidth: number;
  innerHeight: number;
}

/** Where the middle of a slice is, from the plot's left edge. */
export function middleOf(index: number, count: number, innerWidth: number): number {
  return ((index + 0.5) * innerWidth) / count;
}
