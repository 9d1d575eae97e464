import { useQuery } from '@tanstack/react-query';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Link } from 'react-router';

import { Note } from '@/components/feedback/note';
import { Typography } from '@/components/typography';
import { dashboardAddress } from '@/lib/addresses';
import { dashboardQuery } from '@/lib/dashboards';
import { formatCount } from '@/lib/format';
import { texts } from '@/lib/texts';

import type { Adding } from './use-add-form';

const words = texts.addDashboard;

const ASKED_EACH_MS = 4_000;

interface AddedAppProps {
  adding: Adding;
  onClose: () => void;
}

/** The app has answered: it is watched, and its first calls arrive. */
export function AddedApp({ adding, onClose }: AddedAppProps) {
  const { look, sought } = adding;
  const id = look?.id ?? null;
  return (
    <Box sx={{ px: { xs: 3.5, sm: 5 }, pt: 3, pb: 5, display: 'grid', gap: 4 }}>
      <Note kind="good" role="status">
        {id === null ? words.addedElsewhere : words.added(sought?.dashboard.name ?? '')}
      </Note>
      {id !== null && <FirstVisits id={id} />}
      <Box sx={{ display: 'flex', justifyContent: 'flex-end', flexWrap: 'wrap', gap: 2 }}>
        <Button variant="outlined" onClick={onClose}>
          {texts.close}
        </Button>
        {id !== null && (
          <Button variant="contained" component={Link} to={dashboardAddress(id)} autoFocus>
            {words.openDashboard}
          </Button>
        )}
      </Box>
    </Box>
  );
}

/** How many visits have been read by now. */
function FirstVisits({ id }: { id: string }) {
  const { data } = useQuery({ ...dashboardQuery(id), refetchInterval: ASKED_EACH_MS });
  const visits = data?.visits_last_7_days ?? 0;
  return (
    <Typography sx={{ color: 'text.secondary' }}>
      {visits > 0 ? words.firstVisits(formatCount(visits)) : words.noVisitsYet}
    </Typography>
  );
}
