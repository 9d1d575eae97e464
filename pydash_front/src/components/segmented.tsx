import Box from '@mui/material/Box';
import { styled } from '@mui/material/styles';
import { useId, useState } from 'react';

interface Option<Value extends string> {
  value: Value;
  label: string;
  /** The label in full, where it is an abbreviation. */
  name: string;
}

interface SegmentedProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly Option<Value>[];
  onChoose: (value: Value) => void;
  /** For a card's head. */
  isSmall?: boolean;
}

const Group = styled('div')(({ theme }) => ({
  display: 'inline-flex',
  flex: 'none',
  justifySelf: 'start',
  padding: 2,
  gap: 2,
  height: 36,
  borderRadius: 8,
  border: `1px solid ${theme.vars.palette.divider}`,
  backgroundColor: theme.vars.palette.tone.sunken,
  '&.small': { height: 28 },
  [theme.breakpoints.down('sm')]: { height: 44, '&.small': { height: 36 } },
}));

const Segment = styled('label')(({ theme }) => ({
  position: 'relative',
  display: 'flex',
  alignItems: 'center',
  padding: '0 10px',
  borderRadius: 6,
  ...theme.typography.body2,
  fontWeight: 500,
  whiteSpace: 'nowrap',
  cursor: 'pointer',
  color: theme.vars.palette.text.secondary,
  '.small > &': { padding: '0 8px', fontSize: 12 },
  '&:has(:checked)': {
    backgroundColor: theme.vars.palette.background.paper,
    color: theme.vars.palette.text.primary,
    fontWeight: 600,
    boxShadow: `0 0 0 1px ${theme.vars.palette.divider}`,
  },
  '&:has(:focus-visible)': {
    outline: `2px solid ${theme.vars.palette.primary.main}`,
    outlineOffset: 2,
  },
  input: { position: 'absolute', inset: 0, margin: 0, opacity: 0, cursor: 'pointer' },
}));

/** What was just chosen shows at once, also where the page takes its time to follow. */
function useShown<Value>(value: Value): [Value, (chosen: Value) => void] {
  const [chosen, setChosen] = useState({ value, whileAt: value });
  const shown = chosen.whileAt === value ? chosen.value : value;
  return [shown, (next) => setChosen({ value: next, whileAt: value })];
}

/** A choice of one out of a few, all in sight: radio buttons that the arrow keys walk. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, value, options, onChoose, isSmall = false } = props;
  const name = useId();
  const [shown, show] = useShown(value);
  return (
    <Group role="radiogroup" aria-label={label} className={isSmall ? 'small' : undefined}>
      {options.map((option) => (
        <Segment key={option.value} title={option.name === option.label ? '' : option.name}>
          <input
            type="radio"
            name={name}
            aria-label={option.name}
            checked={option.value === shown}
            onChange={() => {
              show(option.value);
              onChoose(option.value);
            }}
          />
          <Box component="span" aria-hidden>
            {option.label}
          </Box>
        </Segment>
      ))}
    </Group>
  );
}
