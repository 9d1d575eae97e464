import { createContext, useContext } from 'react';

import type { Tokens } from '@/lib/tokens';

import type { ChartSeries } from './chart-series';

/** The same in every chart of a page, so that one slice stands at one place in all of them. */
export const PLOT_MARGIN = { top: 22, right: 6, bottom: 26, left: 52 } as const;
export const PLOT_HEIGHT_PX = 240;

/** What the layers of a chart draw from. */
export interface Plot {
  series: ChartSeries;
  innerWidth: number;
  innerHeight: number;
  /** How wide a slice is. */
  slicePx: number;
  /** The middle of a slice, from the plot's left edge. */
  xOf: (index: number) => number;
  /** A value's place, from the plot's upper edge. */
  yOf: (value: number) => number;
  tokens: Tokens;
}

export const PlotContext = createContext<Plot | null>(null);

export function usePlot(): Plot {
  const plot = useContext(PlotContext);
  if (!plot) throw new Error('A chart layer needs a plot around it.');
  return plot;
}
