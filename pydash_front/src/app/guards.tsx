import Box from '@mui/material/Box';
import { Skeleton } from '@/components/feedback/skeleton';
import { Navigate, Outlet, useLocation } from 'react-router';

import { Delayed } from '@/components/feedback/delayed';
import { ErrorNote } from '@/components/feedback/error-note';
import { loginPath, readReturnPath } from '@/lib/return-path';
import { useSession } from '@/lib/session';

import { Shell } from './shell/shell';

/** The pages of somebody who is logged in; anybody else is asked to, and then led back. */
export function RequireLogin() {
  const session = useSession();
  const location = useLocation();
  if (session.data) return <Shell user={session.data} />;
  if (session.data === null) return <Navigate to={loginPath(location)} replace />;
  return (
    <Box component="main" sx={{ maxWidth: 560, mx: 'auto', mt: 16, px: 4 }}>
      {session.error ? (
        <ErrorNote error={session.error} onRetry={() => void session.refetch()} />
      ) : (
        <Delayed>
          <Skeleton height={120} />
        </Delayed>
      )}
    </Box>
  );
}

/** Login and registration; who is logged in already, or has just done so, moves on. */
export function RequireNoLogin() {
  const session = useSession();
  const { search } = useLocation();
  if (session.data) return <Navigate to={readReturnPath(search)} replace />;
  return <Outlet />;
}
