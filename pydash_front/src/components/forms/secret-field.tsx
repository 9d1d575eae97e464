import IconButton from '@mui/material/IconButton';
import { useState } from 'react';

import { EyeIcon, EyeOffIcon } from '@/components/icons';

import { LabelledField, type LabelledFieldProps } from './labelled-field';

interface SecretFieldProps extends LabelledFieldProps {
  showLabel: string;
  hideLabel: string;
}

/** A field whose value is hidden until its owner asks to see it. */
export function SecretField({ showLabel, hideLabel, ...field }: SecretFieldProps) {
  const [isShown, setShown] = useState(false);
  const toggle = (
    <IconButton
      edge="end"
      aria-label={isShown ? hideLabel : showLabel}
      onClick={() => setShown(!isShown)}
    >
      {isShown ? <EyeOffIcon /> : <EyeIcon />}
    </IconButton>
  );
  return (
    <LabelledField
      {...field}
      type={isShown ? 'text' : 'password'}
      spellCheck={false}
      autoCapitalize="none"
      end={toggle}
    />
  );
}
