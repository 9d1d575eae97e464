import Box from '@mui/material/Box';
import { useEffect, useRef } from 'react';

import { Choice } from '@/components/forms/choice';
import { Input } from '@/components/forms/input';
import { SearchIcon } from '@/components/icons';
import { Segmented } from '@/components/segmented';
import { texts } from '@/lib/texts';

import { SORTS } from '../order';
import type { Look, Shown } from '../use-shown';

const words = texts.overview;

const SORT_CHOICES = SORTS.map((value) => ({ value, label: words.sorts[value] }));

const LOOKS = (['cards', 'rows'] as const).map((value) => ({
  value,
  label: words.looks[value],
  name: words.looks[value],
}));

interface OverviewToolbarProps {
  shown: Shown;
  count: number;
  look: Look;
  onLook: (look: Look) => void;
}

/** What is shown of many apps, in which order, and as what. */
export function OverviewToolbar({ shown, count, look, onLook }: OverviewToolbarProps) {
  const { needCount, isNeedOnly, showNeedOnly } = shown;
  const filters = [
    { value: 'all', label: words.all(count), name: words.all(count) },
    { value: 'need', label: words.need(needCount), name: words.need(needCount) },
  ] as const;
  return (
    <Box
      role="group"
      aria-label={words.toolbar}
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, mb: 4 }}
    >
      <Search shown={shown} />
      <Segmented
        label={words.filter}
        value={isNeedOnly ? 'need' : 'all'}
        options={filters}
        onChoose={(value) => showNeedOnly(value === 'need')}
      />
      <Choice
        name={words.sort}
        value={shown.sort}
        choices={SORT_CHOICES}
        onChoose={shown.sortBy}
      />
      <Box sx={{ ml: { sm: 'auto' } }}>
        <Segmented label={words.look} value={look} options={LOOKS} onChoose={onLook} />
      </Box>
    </Box>
  );
}

/** True where a key is meant for a field, and for nothing else. */
function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.closest('input, select, textarea') !== null;
}

function Search({ shown }: { shown: Shown }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key !== '/' || isTyping(event)) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);
  return (
    <Box sx={{ width: { xs: '100%', sm: 240 } }}>
      <Input
        isLow
        ref={input}
        type="search"
        // The address follows in its own time: the field must not wait for it, or keys get lost.
        defaultValue={shown.typed}
        onChange={(event) => shown.type(event.target.value)}
        placeholder={words.search}
        aria-label={words.search}
        aria-keyshortcuts="/"
        start={<SearchIcon fontSize="small" sx={{ color: 'text.hint' }} />}
      />
    </Box>
  );
}
