import Box from '@mui/material/Box';

import { Choice } from '@/components/forms/choice';
import { GlobeIcon } from '@/components/icons';
import { PickList } from '@/components/pick-list';
import { Popup } from '@/components/popup';
import { Segmented } from '@/components/segmented';
import { texts } from '@/lib/texts';
import { browserZone } from '@/lib/zone';

import { DayRange } from './day-range';
import { FilterChips, type FilterOptions } from './filter-chips';
import { PRESETS, type Preset } from './time-window';
import { comparedDays, type View } from './use-view';

const words = texts.view;

const PRESET_OPTIONS = PRESETS.map((preset) => ({
  value: preset,
  label: words.presets[preset],
  name: words.presetNames[preset],
}));

interface ToolbarProps {
  view: View;
  options: FilterOptions;
}

/** Which time is shown, in which slices, on whose clocks, and whose calls. */
export function Toolbar({ view, options }: ToolbarProps) {
  const { range } = view;
  return (
    <Box
      role="group"
      aria-label={words.toolbar}
      sx={{
        display: 'flex',
        flexWrap: { xs: 'nowrap', sm: 'wrap' },
        alignItems: 'center',
        gap: 2,
        mb: 4,
        // On a phone it scrolls, up to the screen's edge; the focus ring needs its room.
        overflowX: { xs: 'auto', sm: 'visible' },
        mx: { xs: -3, sm: 0 },
        px: { xs: 3, sm: 0 },
        py: { xs: 1, sm: 0 },
        scrollbarWidth: 'none',
      }}
    >
      <DayRange view={view} />
      <Segmented<Preset | ''>
        label={words.range}
        value={typeof range === 'string' ? range : ''}
        options={PRESET_OPTIONS}
        onChoose={(preset) => preset && view.choose({ range: preset, timeslice: null })}
      />
      <PerSelect view={view} />
      <ZonePicker view={view} />
      <AgainstSelect view={view} />
      <FilterChips view={view} options={options} />
    </Box>
  );
}

function PerSelect({ view }: { view: View }) {
  const choices = view.timeslices.map((value) => ({ value, label: texts.timeslices[value] }));
  return (
    <Choice
      name={words.per}
      value={view.timeslice}
      choices={choices}
      onChoose={(timeslice) => view.choose({ timeslice })}
    />
  );
}

function AgainstSelect({ view }: { view: View }) {
  const days = comparedDays(view);
  if (days === null) return null;
  const choices = [
    { value: 'earlier', label: words.daysBefore(days) },
    { value: 'nothing', label: words.nothing },
  ] as const;
  return (
    <Choice
      name={words.against}
      value={view.isCompared ? 'earlier' : 'nothing'}
      choices={choices}
      onChoose={(value) => view.choose({ isCompared: value === 'earlier' })}
    />
  );
}

/** Every zone the browser knows; UTC and its own first. */
function allZones(): string[] {
  return [...new Set([browserZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}

function ZonePicker({ view }: { view: View }) {
  const { zone } = view;
  return (
    <Popup
      label={`${words.zone} ${zone}`}
      face={
        <>
          <GlobeIcon fontSize="small" sx={{ color: 'text.hint' }} />
          <Box component="span" sx={{ fontWeight: 550 }}>
            {zone}
          </Box>
        </>
      }
    >
      {(close) => (
        <PickList
          label={words.zone}
          options={allZones()}
          chosen={[zone]}
          onPick={(chosen) => {
            view.choose({ zone: chosen === browserZone() ? null : chosen });
            close();
          }}
        />
      )}
    </Popup>
  );
}
