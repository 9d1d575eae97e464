import Box from '@mui/material/Box';
import Modal from '@mui/material/Modal';
import { Suspense, useEffect, useRef, useState } from 'react';
import { NavigationType, Outlet, useLocation, useNavigationType } from 'react-router';

import type { User } from '@/lib/api-types';
import { texts } from '@/lib/texts';

import { EnvironmentNotes } from './environment-notes';
import { Navigation } from './navigation';
import { SkipLink } from './skip-link';
import { TopBar, TOP_BAR_PX } from './top-bar';
import { useAccount } from './use-account';

const NAVIGATION_PX = 216;
const CONTENT_ID = 'content';

/** Opens another page at its top and with the keyboard there, as a new document would. */
function useFocusOnNewPage() {
  const content = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // Going back, the browser itself knows where the page stood.
  const isBack = useNavigationType() === NavigationType.Pop;
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    content.current?.focus({ preventScroll: true });
    if (!isBack) window.scrollTo(0, 0);
  }, [pathname, isBack]);
  return content;
}

/** What stands around every page of somebody who is logged in. */
export function Shell({ user }: { user: User }) {
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const content = useFocusOnNewPage();
  useAccount(user);
  const closeDrawer = () => setDrawerOpen(false);
  const navigation = <Navigation user={user} onNavigate={closeDrawer} />;
  return (
    <>
      <SkipLink contentId={CONTENT_ID} />
      <TopBar onOpenNavigation={() => setDrawerOpen(true)} />
      <Box
        component="nav"
        aria-label={texts.shell.navigation}
        sx={{
          display: { xs: 'none', lg: 'block' },
          position: 'fixed',
          inset: `${TOP_BAR_PX}px auto 0 0`,
          width: NAVIGATION_PX,
          overflowY: 'auto',
          bgcolor: 'background.paper',
          borderRight: 1,
          borderColor: 'divider',
        }}
      >
        {navigation}
      </Box>
      <Modal open={isDrawerOpen} onClose={closeDrawer}>
        <Box
          component="nav"
          aria-label={texts.shell.navigation}
          tabIndex={-1}
          sx={{
            position: 'absolute',
            inset: '0 auto 0 0',
            width: NAVIGATION_PX + 40,
            maxWidth: '100vw',
            overflowY: 'auto',
            bgcolor: 'background.paper',
            boxShadow: 'var(--mui-palette-tone-shadowDialog)',
            outline: 'none',
          }}
        >
          {navigation}
        </Box>
      </Modal>
      <Box
        component="main"
        id={CONTENT_ID}
        ref={content}
        tabIndex={-1}
        sx={{
          outline: 'none',
          mt: `${TOP_BAR_PX}px`,
          ml: { xs: 0, lg: `${NAVIGATION_PX}px` },
          px: { xs: 3, sm: 6, xl: 8 },
          pt: { xs: 3, sm: 5 },
          pb: { xs: 8, sm: 12 },
          maxWidth: 1752,
        }}
      >
        <EnvironmentNotes />
        <Suspense>
          <Outlet />
        </Suspense>
      </Box>
    </>
  );
}
