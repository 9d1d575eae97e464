import Box from '@mui/material/Box';
import FormControl from '@mui/material/FormControl';
import FormHelperText from '@mui/material/FormHelperText';
import OutlinedInput, { type OutlinedInputProps } from '@mui/material/OutlinedInput';
import { useId, type ReactNode } from 'react';

export interface LabelledFieldProps extends Omit<
  OutlinedInputProps,
  'label' | 'error' | 'onChange' | 'id'
> {
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
    <FormControl fullWidth error={Boolean(error)} sx={{ mb: 4 }}>
      <Box
        component="label"
        htmlFor={id}
        sx={{
          mb: 1.5,
          typography: 'body2',
          fontVariantNumeric: 'normal',
          fontWeight: 550,
          color: 'text.primary',
        }}
      >
        {label}
      </Box>
      <OutlinedInput
        id={id}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        aria-describedby={described || undefined}
        {...rest}
      />
      {error && (
        <FormHelperText id={errorId} error role="alert">
          {error}
        </FormHelperText>
      )}
      {hint && (
        <FormHelperText id={hintId} error={false}>
          {hint}
        </FormHelperText>
      )}
    </FormControl>
  );
}
