import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState, type SubmitEvent } from 'react';

import { LabelledField } from '@/components/forms/labelled-field';
import { CalendarIcon } from '@/components/icons';
import { Popup } from '@/components/popup';
import { texts } from '@/lib/texts';

import { spanWords } from './span-words';
import { isDay, type DaySpan } from './time-window';
import { shownDays, type View } from './use-view';

const words = texts.view;

/** `2026-11-23`, as the date's own clocks have it. */
function dayKey(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The days that are shown; opens two fields for any others. */
export function DayRange({ view }: { view: View }) {
  const shown = spanWords(view);
  return (
    <Popup
      label={`${words.days} ${shown}`}
      face={
        <>
          <CalendarIcon fontSize="small" sx={{ color: 'text.hint' }} />
          <Box component="span" sx={{ fontWeight: 550 }}>
            {shown}
          </Box>
        </>
      }
    >
      {(close) => (
        <DayForm
          view={view}
          onChosen={(range) => {
            view.choose({ range, timeslice: null });
            close();
          }}
        />
      )}
    </Popup>
  );
}

interface DayFormProps {
  view: View;
  onChosen: (span: DaySpan) => void;
}

function DayForm({ view, onChosen }: DayFormProps) {
  const days = shownDays(view);
  const today = dayKey(view.now);
  const [from, setFrom] = useState(dayKey(days.from ?? view.now));
  const [to, setTo] = useState(dayKey(days.until));
  const [error, setError] = useState<string | null>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isDay(from) || !isDay(to)) setError(words.dayMissing);
    else if (from > to) setError(words.daysReversed);
    else if (from > today) setError(words.daysToCome);
    else onChosen({ from, to });
  };
  return (
    <Box component="form" onSubmit={submit} noValidate sx={{ p: 4, width: 280 }}>
      <LabelledField type="date" label={words.from} value={from} onValue={setFrom} autoFocus />
      <LabelledField type="date" label={words.to} value={to} onValue={setTo} error={error} />
      <Button type="submit" variant="contained" fullWidth>
        {words.showDays}
      </Button>
    </Box>
  );
}
