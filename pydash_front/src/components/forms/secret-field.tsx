import IconButton from '@mui/material/IconButton';
import { useState } from 'react';

import { EyeIcon, EyeOffIcon } from '@/components/icons';

import { LabelledField, type LabelledFieldProps } from './labelled-field';

interface SecretFieldProps extends LabelledFieldProps {
  showLabel: string;
  hideLabel: string;
  /** A code of an app's: no password manager may take it for its user's password. */
  isCode?: boolean;
}

/** A field whose value is hidden until its owner asks to see it. */
export function SecretField(props: SecretFieldProps) {
  const { showLabel, hideLabel, isCode = false, ...field } = props;
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
      {...(isCode ? codeProps(isShown) : { type: isShown ? 'text' : 'password' })}
      spellCheck={false}
      autoCapitalize="none"
      end={toggle}
    />
  );
}

/** Browsers fill any password field, whatever its `autocomplete` says; so this is a masked text. */
function codeProps(isShown: boolean): Partial<LabelledFieldProps> {
  return { type: 'text', isMasked: !isShown, autoComplete: 'off', ...IGNORED };
}

/** What the usual password managers read as "not a password" (each documents its own). */
const IGNORED = {
  'data-1p-ignore': true,
  'data-bwignore': true,
  'data-form-type': 'other',
  'data-lpignore': 'true',
} as const;
