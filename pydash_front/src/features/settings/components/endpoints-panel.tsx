import Box from '@mui/material/Box';
import { useState } from 'react';

import { ErrorNote } from '@/components/feedback/error-note';
import { Input } from '@/components/forms/input';
import { Toggle } from '@/components/forms/toggle';
import { MONOSPACE } from '@/components/with-code';
import type { Dashboard } from '@/lib/api-types';
import { useSwitchEndpoint } from '@/lib/dashboards';
import { texts } from '@/lib/texts';
import { visible } from '@/lib/visible';

import { Panel } from './panel';

const words = texts.settings;
/** Fewer are found by looking. */
const SEARCHED_FROM = 12;

/** Which endpoints are shown in lists and boxes. */
export function EndpointsPanel({ dashboard }: { dashboard: Dashboard }) {
  const [typed, setTyped] = useState('');
  const toggle = useSwitchEndpoint(dashboard.id);
  const { endpoints } = dashboard;
  const shown = endpoints.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()));
  return (
    <Panel title={texts.endpoints.title}>
      <Box sx={{ color: 'text.secondary' }}>
        {endpoints.length === 0 ? words.noEndpoints : words.endpointsNote}
      </Box>
      {endpoints.length > SEARCHED_FROM && (
        <Input
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          placeholder={texts.pick.search}
          aria-label={words.searchEndpoints}
          style={{ maxWidth: 320 }}
        />
      )}
      {toggle.error && <ErrorNote error={toggle.error} />}
      <Box sx={{ display: 'grid', maxHeight: 420, overflowY: 'auto' }}>
        {shown.map(({ name, enabled }) => (
          <Toggle
            key={name}
            isOn={enabled}
            onToggle={(isWanted) => toggle.mutate({ name, enabled: isWanted })}
          >
            <Box component="span" sx={{ fontFamily: MONOSPACE, fontSize: 13 }}>
              {visible(name)}
            </Box>
          </Toggle>
        ))}
      </Box>
    </Panel>
  );
}
