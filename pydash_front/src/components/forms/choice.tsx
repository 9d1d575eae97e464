import Box from '@mui/material/Box';
import { styled } from '@mui/material/styles';

import { DownIcon } from '@/components/icons';

const Field = styled('label')(({ theme }) => ({
  position: 'relative',
  display: 'inline-flex',
  alignItems: 'center',
  flex: 'none',
  height: 36,
  paddingLeft: 10,
  borderRadius: 8,
  border: `1px solid ${theme.vars.palette.divider}`,
  backgroundColor: theme.vars.palette.background.paper,
  whiteSpace: 'nowrap',
  '&:focus-within': { outline: `2px solid ${theme.vars.palette.primary.main}`, outlineOffset: 2 },
  [theme.breakpoints.down('sm')]: { height: 44 },
}));

/** The browser's own list: it needs no code, and a phone shows it as phones do. */
const Native = styled('select')(({ theme }) => ({
  appearance: 'none',
  height: '100%',
  padding: '0 30px 0 6px',
  border: 0,
  outline: 'none',
  background: 'none',
  color: 'inherit',
  font: 'inherit',
  fontWeight: 550,
  cursor: 'pointer',
  option: { backgroundColor: theme.vars.palette.background.paper },
}));

interface ChoiceProps<Value extends string> {
  name: string;
  value: Value;
  choices: readonly { value: Value; label: string }[];
  onChoose: (value: Value) => void;
}

/** One out of a list, with the list's name before it. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { name, value, choices, onChoose } = props;
  return (
    <Field>
      <Box component="span" sx={{ color: 'text.hint' }}>
        {name}
      </Box>
      <Native
        value={value}
        onChange={({ target }) => {
          const chosen = choices.find((choice) => choice.value === target.value);
          if (chosen) onChoose(chosen.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </Native>
      <DownIcon
        aria-hidden
        fontSize="small"
        sx={{ position: 'absolute', right: 10, color: 'text.hint', pointerEvents: 'none' }}
      />
    </Field>
  );
}
