import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import MenuList from '@mui/material/MenuList';
import { useState } from 'react';

import { CloseIcon, PlusIcon } from '@/components/icons';
import { PickList } from '@/components/pick-list';
import { Popup } from '@/components/popup';
import { FILTER_KINDS, type FilterKind } from '@/lib/measurements';
import { texts } from '@/lib/texts';
import { visible } from '@/lib/visible';

import type { View } from './use-view';

const words = texts.view;

/** What there is to choose from; where that is not known, it can be typed. */
export type FilterOptions = Partial<Record<FilterKind, readonly string[]>>;

interface FilterProps {
  view: View;
  options: FilterOptions;
}

/** The filters in force, each to change or to take away, and a way to another. */
export function FilterChips({ view, options }: FilterProps) {
  const kinds = FILTER_KINDS.filter((kind) => kind in options);
  const used = kinds.filter((kind) => view.filters[kind].length > 0);
  const free = kinds.filter((kind) => !used.includes(kind));
  return (
    <>
      {used.map((kind) => (
        <Chip key={kind} kind={kind} view={view} options={options} />
      ))}
      {free.length > 0 && <AddFilter kinds={free} view={view} options={options} />}
    </>
  );
}

function Picker({ kind, view, options }: FilterProps & { kind: FilterKind }) {
  return (
    <PickList
      label={words.filters[kind]}
      options={[...new Set([...view.filters[kind], ...(options[kind] ?? [])])]}
      chosen={view.filters[kind]}
      onPick={(value) => view.toggleFilter(kind, value)}
      isOpen
      isMono={kind === 'endpoint'}
    />
  );
}

function Chip(props: FilterProps & { kind: FilterKind }) {
  const { kind, view } = props;
  const sentence = words.isOneOf(words.filters[kind], view.filters[kind].map(visible));
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', flex: 'none' }}>
      <Popup label={sentence} face={sentence} look="chosen">
        {() => <Picker {...props} />}
      </Popup>
      <IconButton
        size="small"
        aria-label={words.removeFilter(words.filters[kind])}
        onClick={() => view.choose({ filters: { ...view.filters, [kind]: [] } })}
      >
        <CloseIcon fontSize="small" />
      </IconButton>
    </Box>
  );
}

function AddFilter(props: FilterProps & { kinds: readonly FilterKind[] }) {
  return (
    <Popup
      label={words.addFilter}
      look="chip"
      face={
        <>
          <PlusIcon fontSize="small" />
          {words.filter}
        </>
      }
    >
      {() => <KindThenValue {...props} />}
    </Popup>
  );
}

function KindThenValue({ kinds, ...props }: FilterProps & { kinds: readonly FilterKind[] }) {
  const [kind, setKind] = useState<FilterKind | null>(null);
  if (kind) return <Picker kind={kind} {...props} />;
  return (
    <MenuList autoFocusItem aria-label={words.addFilter}>
      {kinds.map((each) => (
        <MenuItem key={each} onClick={() => setKind(each)}>
          {words.filters[each]}
        </MenuItem>
      ))}
    </MenuList>
  );
}
