import type { PartialTheme } from '@nivo/theming';

import { TOKENS, type Mode } from '@/lib/tokens';

const FONT_FAMILY = '"Inter Variable", system-ui, sans-serif';

/** Nivo's look, in concrete colours: its canvases know no CSS variables. */
export function chartTheme(mode: Mode): PartialTheme {
  const { textHint, grid } = TOKENS[mode];
  return {
    text: { fontFamily: FONT_FAMILY, fontSize: 12, fill: textHint },
    grid: { line: { stroke: grid, strokeWidth: 1 } },
    axis: { ticks: { line: { strokeWidth: 0 }, text: { fontSize: 12, fill: textHint } } },
  };
}
