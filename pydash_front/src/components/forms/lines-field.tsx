import { styled } from '@mui/material/styles';
import { useId, type ReactNode } from 'react';

import styles from './labelled-field.module.css';

interface LinesFieldProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
  error?: string | null;
  hint?: ReactNode;
  name?: string;
  rows?: number;
}

const Lines = styled('textarea')(({ theme }) => ({
  boxSizing: 'border-box',
  width: '100%',
  padding: '8px 12px',
  border: `1px solid ${theme.vars.palette.tone.control}`,
  borderRadius: 8,
  backgroundColor: theme.vars.palette.background.paper,
  color: 'inherit',
  font: 'inherit',
  fontSize: 14,
  resize: 'vertical',
  '&[aria-invalid=true]': { borderColor: theme.vars.palette.error.main },
}));

/** A field of several lines, with its name above it, and below it what is wrong and wanted. */
export function LinesField({
  label,
  value,
  onValue,
  error,
  hint,
  name,
  rows = 2,
}: LinesFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <Lines
        id={id}
        name={name}
        rows={rows}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        aria-invalid={Boolean(error)}
        aria-describedby={error ? `${id}-error ${id}-hint` : `${id}-hint`}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      {error && (
        <div id={`${id}-error`} role="alert" className={styles.error}>
          {error}
        </div>
      )}
      <div id={`${id}-hint`} className={styles.hint}>
        {hint}
      </div>
    </div>
  );
}
