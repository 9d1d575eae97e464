import type { SxProps, Theme } from '@mui/material/styles';

/** An `sx` that is an object, and so can be added to another. */
export type Styles = Exclude<SxProps<Theme>, readonly unknown[] | ((theme: Theme) => unknown)>;
