import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { useState } from 'react';

import { Input } from '@/components/forms/input';
import { CheckIcon } from '@/components/icons';
import { MONOSPACE } from '@/components/with-code';
import { texts } from '@/lib/texts';
import { visible } from '@/lib/visible';

interface PickListProps {
  label: string;
  options: readonly string[];
  chosen: readonly string[];
  onPick: (value: string) => void;
  /** Whether what was typed may be chosen though it is not in the list. */
  isOpen?: boolean;
  isMono?: boolean;
}

/** More are not drawn: typing narrows them down. */
const MAX_SHOWN = 100;

/** A list to choose from, with a field that narrows it down. */
export function PickList(props: PickListProps) {
  const { label, options, chosen, onPick, isOpen = false, isMono = false } = props;
  const [typed, setTyped] = useState('');
  const { shown, moreCount } = narrowed(options, typed.trim(), isOpen);
  const pickFirst = () => shown[0] !== undefined && onPick(shown[0]);
  return (
    <Box sx={{ width: 300, maxWidth: 'calc(100vw - 32px)', p: 2 }}>
      <Input
        isLow
        autoFocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && pickFirst()}
        placeholder={isOpen ? texts.pick.typeOrChoose : texts.pick.search}
        aria-label={label}
        style={{ marginBottom: 8 }}
      />
      <Box
        component="ul"
        aria-label={label}
        sx={{ m: 0, p: 0, listStyle: 'none', maxHeight: 280, overflowY: 'auto' }}
      >
        {shown.map((option) => (
          <li key={option}>
            <Option
              name={option}
              isChosen={chosen.includes(option)}
              isMono={isMono}
              onPick={() => onPick(option)}
            />
          </li>
        ))}
      </Box>
      <Box sx={{ typography: 'caption', color: 'text.hint', px: 2, pt: shown.length ? 1 : 0 }}>
        {shown.length === 0 && texts.pick.nothing}
        {moreCount > 0 && texts.pick.more(moreCount)}
      </Box>
    </Box>
  );
}

/** What fits; what was typed itself comes first, where it may be chosen and is not there. */
function narrowed(options: readonly string[], typed: string, isOpen: boolean) {
  const wanted = typed.toLowerCase();
  const matches = options.filter((option) => option.toLowerCase().includes(wanted));
  const own = isOpen && typed !== '' && !options.includes(typed) ? [typed] : [];
  return {
    shown: [...own, ...matches.slice(0, MAX_SHOWN)],
    moreCount: Math.max(0, matches.length - MAX_SHOWN),
  };
}

interface OptionProps {
  name: string;
  isChosen: boolean;
  isMono: boolean;
  onPick: () => void;
}

function Option({ name, isChosen, isMono, onPick }: OptionProps) {
  return (
    <ButtonBase
      aria-pressed={isChosen}
      onClick={onPick}
      sx={{
        width: '100%',
        minHeight: { xs: 44, sm: 32 },
        px: 2,
        gap: 2,
        justifyContent: 'space-between',
        borderRadius: '6px',
        typography: 'body2',
        textAlign: 'left',
        overflowWrap: 'anywhere',
        ...(isMono && { fontFamily: MONOSPACE }),
        ...(isChosen && { color: 'primary.main', fontWeight: 600 }),
        '&:hover, &:focus-visible': { bgcolor: 'tone.sunken' },
      }}
    >
      {visible(name)}
      {isChosen && <CheckIcon fontSize="small" />}
    </ButtonBase>
  );
}
