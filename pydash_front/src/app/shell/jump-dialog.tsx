import Dialog from '@mui/material/Dialog';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';

import { PickList } from '@/components/pick-list';
import { dashboardAddress, endpointAddress } from '@/lib/addresses';
import type { Dashboard } from '@/lib/api-types';
import { useDashboards } from '@/lib/dashboards';
import { texts } from '@/lib/texts';

/** Where one can go, by its name: apps first, then pages, then the endpoints of all apps. */
function placesOf(dashboards: readonly Dashboard[]): Map<string, string> {
  const places = new Map<string, string>();
  const add = (name: string, address: string, owner: string) => {
    // Two of one name are told apart by where they belong.
    places.set(places.has(name) ? `${name} · ${owner}` : name, address);
  };
  for (const { id, name, url } of dashboards) add(name, dashboardAddress(id), url);
  add(texts.overview.crumb, '/', texts.brand);
  add(texts.settings.title, '/settings', texts.brand);
  add(texts.help.title, '/help', texts.brand);
  for (const { id, name, url, endpoints } of dashboards) {
    for (const endpoint of endpoints) {
      add(`${endpoint.name} · ${name}`, endpointAddress(id, endpoint.name), url);
    }
  }
  return places;
}

/** A field that leads to an app, an endpoint or a page. */
export function JumpDialog({ onClose }: { onClose: () => void }) {
  const dashboards = useDashboards();
  const navigate = useNavigate();
  const places = useMemo(() => placesOf(dashboards.data ?? []), [dashboards.data]);
  const names = useMemo(() => [...places.keys()], [places]);
  const go = (name: string) => {
    onClose();
    const address = places.get(name);
    if (address !== undefined) void navigate(address);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      aria-label={texts.jump.title}
      sx={{ '& .MuiDialog-paper > div': { width: 'auto', maxWidth: 'none' } }}
    >
      <PickList label={texts.jump.title} options={names} chosen={[]} onPick={go} />
    </Dialog>
  );
}
