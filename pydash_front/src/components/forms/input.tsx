import type { ComponentProps, ReactNode } from 'react';

import { classes } from '@/lib/classes';

import styles from './input.module.css';

export interface InputProps extends Omit<ComponentProps<'input'>, 'className'> {
  /** Before what is typed, and after it. */
  start?: ReactNode;
  end?: ReactNode;
  isInvalid?: boolean;
  /** As high as the buttons beside it. */
  isLow?: boolean;
  /** Shows dots in place of what is typed. */
  isMasked?: boolean;
}

/** The browser's own field, in PyDash's frame. */
export function Input({
  start,
  end,
  isInvalid = false,
  isLow = false,
  isMasked = false,
  style,
  ...rest
}: InputProps) {
  return (
    <span
      className={classes(styles.input, isInvalid && styles.invalid, isLow && styles.low)}
      style={style}
    >
      {start}
      <input {...rest} className={isMasked ? styles.masked : undefined} aria-invalid={isInvalid} />
      {end}
    </span>
  );
}
