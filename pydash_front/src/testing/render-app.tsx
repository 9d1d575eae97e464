import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter, useLocation } from 'react-router';

import { Appearance } from '@/app/appearance';
import { AppRoutes } from '@/app/routes';
import { createQueryClient } from '@/lib/query-client';

/** Where the application stands, for tests that follow it from page to page. */
function Address() {
  const { pathname, search } = useLocation();
  return <div data-testid="address">{`${pathname}${search}`}</div>;
}

/** Opens the whole application at a path, as a browser would. */
export function renderApp(path: string) {
  const user = userEvent.setup();
  render(
    <Appearance>
      <QueryClientProvider client={createQueryClient({ retry: false })}>
        <MemoryRouter initialEntries={[path]}>
          <AppRoutes />
          <Address />
        </MemoryRouter>
      </QueryClientProvider>
    </Appearance>,
  );
  return user;
}
