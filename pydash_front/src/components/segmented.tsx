import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';

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

const SMALL = {
  height: { xs: 36, sm: 28 },
  '& .MuiToggleButton-root': { height: { xs: 30, sm: 22 }, px: 2, typography: 'caption' },
} as const;

/** A choice of one out of a few, all in sight. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, value, options, onChoose, isSmall = false } = props;
  return (
    <ToggleButtonGroup
      exclusive
      aria-label={label}
      value={value}
      onChange={(_event, chosen: Value | null) => chosen !== null && onChoose(chosen)}
      sx={{ flex: 'none', ...(isSmall && SMALL) }}
    >
      {options.map((option) => (
        <ToggleButton key={option.value} value={option.value} aria-label={option.name}>
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
