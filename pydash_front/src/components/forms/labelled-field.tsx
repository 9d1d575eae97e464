import { useId, type ReactNode } from 'react';

import { Input, type InputProps } from './input';
import styles from './labelled-field.module.css';

export interface LabelledFieldProps extends Omit<InputProps, 'isInvalid' | 'onChange' | 'id'> {
  label: string;
  value: string;
  onValue: (value: string) => void;
  /** What is wrong with the value; it stands above the hint. */
  error?: string | null;
  hint?: ReactNode;
}

/** An input with its name above it, and below it what is wrong and what is wanted. */
export function LabelledField(props: LabelledFieldProps) {
  const { label, value, onValue, error, hint, ...rest } = props;
  const id = useId();
  const errorId = `${id}-error`;
  const hintId = `${id}-hint`;
  const described = [error && errorId, hint && hintId].filter(Boolean).join(' ');
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <Input
        {...rest}
        id={id}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        aria-describedby={described || undefined}
        isInvalid={Boolean(error)}
      />
      {error && (
        <div id={errorId} role="alert" className={styles.error}>
          {error}
        </div>
      )}
      {hint && (
        <div id={hintId} className={styles.hint}>
          {hint}
        </div>
      )}
    </div>
  );
}
