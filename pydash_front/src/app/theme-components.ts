import type { Components, CssVarsTheme, Theme } from '@mui/material/styles';

type Overrides = Components<Omit<Theme, 'components' | 'palette'> & CssVarsTheme>;

/** What a finger hits without aiming. */
const TOUCH_PX = 44;

const controls: Overrides = {
  MuiButtonBase: { defaultProps: { disableRipple: true } },
  MuiButton: {
    defaultProps: { disableElevation: true },
    styleOverrides: {
      root: ({ theme }) => ({
        height: 36,
        padding: '0 14px',
        borderRadius: 8,
        whiteSpace: 'nowrap',
        [theme.breakpoints.down('sm')]: { height: TOUCH_PX },
      }),
      sizeLarge: { height: 42, fontSize: 14 },
      sizeSmall: { height: 30, padding: '0 10px', fontSize: 13 },
      outlined: ({ theme }) => ({
        borderColor: theme.vars.palette.divider,
        backgroundColor: theme.vars.palette.background.paper,
        color: theme.vars.palette.text.primary,
        '&:hover': { backgroundColor: theme.vars.palette.tone.sunken },
      }),
    },
  },
  MuiIconButton: {
    styleOverrides: {
      root: ({ theme }) => ({
        width: 36,
        height: 36,
        borderRadius: 8,
        color: theme.vars.palette.text.secondary,
        '&:hover': { backgroundColor: theme.vars.palette.tone.sunken },
        [theme.breakpoints.down('sm')]: { width: TOUCH_PX, height: TOUCH_PX },
      }),
      sizeSmall: { width: 28, height: 28 },
    },
  },
  MuiSvgIcon: { styleOverrides: { root: { fontSize: 18 }, fontSizeSmall: { fontSize: 14 } } },
};

const menus: Overrides = {
  MuiMenu: {
    styleOverrides: {
      paper: ({ theme }) => ({
        border: `1px solid ${theme.vars.palette.divider}`,
        boxShadow: theme.vars.palette.tone.shadowMenu,
        backgroundImage: 'none',
      }),
    },
  },
  MuiMenuItem: { styleOverrides: { root: { fontSize: 14, minHeight: 36, gap: 10 } } },
};

const surfaces: Overrides = {
  MuiBackdrop: {
    styleOverrides: {
      root: ({ theme }) => ({
        '&:not(.MuiBackdrop-invisible)': { backgroundColor: theme.vars.palette.tone.scrim },
      }),
    },
  },
  MuiDialog: {
    styleOverrides: {
      paper: ({ theme }) => ({
        borderRadius: 16,
        backgroundImage: 'none',
        boxShadow: theme.vars.palette.tone.shadowDialog,
        margin: 16,
        width: 520,
        maxWidth: 'calc(100% - 32px)',
      }),
    },
  },
};

/** How Material-UI's components differ from its defaults; colours come from the palette. */
export const componentOverrides: Overrides = { ...controls, ...menus, ...surfaces };
