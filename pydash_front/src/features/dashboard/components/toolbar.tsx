import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';

import { CalendarIcon, DownIcon, GlobeIcon } from '@/components/icons';
import { Segmented } from '@/components/segmented';
import { browserZone, formatDate } from '@/lib/format';
import { texts } from '@/lib/texts';

import { RANGES } from '../time-window';
import { shownDays, type View } from '../use-view';

const words = texts.dashboard;

const RANGE_OPTIONS = RANGES.map((range) => ({
  value: range,
  label: words.ranges[range],
  name: words.rangeNames[range],
}));

/** Which time is shown, and in slices of which length. */
export function Toolbar({ view }: { view: View }) {
  return (
    <Box
      role="group"
      aria-label={words.toolbar}
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, mb: 4 }}
    >
      <Segmented
        label={words.range}
        value={view.range}
        options={RANGE_OPTIONS}
        onChoose={view.chooseRange}
      />
      <PerSelect view={view} />
      <ShownTime view={view} />
    </Box>
  );
}

function PerSelect({ view }: { view: View }) {
  return (
    <Select
      value={view.timeslice}
      onChange={(event) => view.chooseTimeslice(event.target.value)}
      IconComponent={DownIcon}
      SelectDisplayProps={{ 'aria-label': `${words.per} ${texts.timeslices[view.timeslice]}` }}
      renderValue={(timeslice) => (
        <>
          <Box component="span" sx={{ color: 'text.hint' }}>{`${words.per} `}</Box>
          <Box component="span" sx={{ fontWeight: 550 }}>
            {texts.timeslices[timeslice]}
          </Box>
        </>
      )}
      sx={{
        height: { xs: 44, sm: 36 },
        '& .MuiOutlinedInput-notchedOutline': { borderColor: 'divider' },
        '& .MuiSelect-select': { display: 'flex', alignItems: 'center', gap: 1.5 },
      }}
    >
      {view.timeslices.map((timeslice) => (
        <MenuItem key={timeslice} value={timeslice}>
          {texts.timeslices[timeslice]}
        </MenuItem>
      ))}
    </Select>
  );
}

function ShownTime({ view }: { view: View }) {
  const { from, until } = shownDays(view);
  const last = formatDate(until, view.now);
  const span = from ? words.span(formatDate(from, view.now), last) : words.until(last);
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 4,
        ml: { sm: 2 },
        typography: 'body2',
        color: 'text.hint',
        '& > span': { display: 'inline-flex', alignItems: 'center', gap: 1.5 },
      }}
    >
      <span>
        <CalendarIcon fontSize="small" />
        {span}
      </span>
      <span>
        <GlobeIcon fontSize="small" />
        {browserZone()}
      </span>
    </Box>
  );
}
