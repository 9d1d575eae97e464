import type {} from '@mui/material/themeCssVarsAugmentation';
import { createTheme } from '@mui/material/styles';

import { componentOverrides } from './theme-components';
import { TOKENS, type Mode } from '@/lib/tokens';

/** Tokens that Material-UI's palette has no place for; in `sx` they are `tone.<name>`. */
function toneOf(mode: Mode) {
  const t = TOKENS[mode];
  return {
    sunken: t.sunken,
    control: t.control,
    accentSoft: t.accentSoft,
    goodSoft: t.goodSoft,
    warnSoft: t.warnSoft,
    badSoft: t.badSoft,
    scrim: t.scrim,
    hatch: t.hatch,
    series: t.series,
    highlight: t.highlight,
    up: t.up,
    grid: t.grid,
    earlier: t.earlier,
    shadowCard: t.shadowCard,
    shadowMenu: t.shadowMenu,
    shadowDialog: t.shadowDialog,
  };
}

type Tone = ReturnType<typeof toneOf>;

declare module '@mui/material/styles' {
  interface TypeText {
    hint: string;
  }
  interface Palette {
    tone: Tone;
  }
  interface PaletteOptions {
    tone?: Tone;
  }
}

function paletteOf(mode: Mode) {
  const t = TOKENS[mode];
  return {
    background: { default: t.bg, paper: t.paper },
    text: { primary: t.text, secondary: t.textSecondary, hint: t.textHint },
    primary: { main: t.accent, dark: t.accentHover, contrastText: t.onAccent },
    success: { main: t.good, contrastText: t.onAccent },
    warning: { main: t.warn, contrastText: t.onAccent },
    error: { main: t.bad, contrastText: t.onAccent },
    divider: t.line,
    action: { hover: t.sunken },
    tone: toneOf(mode),
  };
}

export const FONT = '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

export const theme = createTheme({
  cssVariables: { colorSchemeSelector: 'data-theme' },
  colorSchemes: { light: { palette: paletteOf('light') }, dark: { palette: paletteOf('dark') } },
  spacing: 4,
  shape: { borderRadius: 8 },
  breakpoints: { values: { xs: 0, sm: 600, md: 900, lg: 1200, xl: 1440 } },
  motion: { reducedMotion: 'system' },
  transitions: {
    duration: {
      shortest: 120,
      shorter: 120,
      short: 200,
      standard: 200,
      enteringScreen: 200,
      leavingScreen: 200,
    },
  },
  typography: {
    fontFamily: FONT,
    h1: { fontSize: 24, lineHeight: '32px', fontWeight: 620, letterSpacing: '-0.018em' },
    h2: { fontSize: 15, lineHeight: '20px', fontWeight: 600, letterSpacing: '-0.006em' },
    // Figures that stand under each other, or change in place, keep their width. Names and prose
    // don't need it: it would tear their hyphens apart.
    h3: {
      fontSize: 26,
      lineHeight: '32px',
      fontWeight: 620,
      letterSpacing: '-0.025em',
      fontVariantNumeric: 'tabular-nums',
    },
    body1: { fontSize: 14, lineHeight: '20px' },
    body2: { fontSize: 13, lineHeight: '20px', fontVariantNumeric: 'tabular-nums' },
    caption: { fontSize: 12, lineHeight: '16px', fontVariantNumeric: 'tabular-nums' },
    button: { fontSize: 14, lineHeight: '20px', fontWeight: 550, textTransform: 'none' },
  },
  components: componentOverrides,
});
