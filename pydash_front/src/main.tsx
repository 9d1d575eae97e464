import '@fontsource-variable/inter/wght.css';
import './app/base.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app/app';
import { askAhead } from './app/ask-ahead';
import { recheckOnReturn } from './app/back-button';
import { atBase, withoutBase } from './lib/base-path';
import { createQueryClient } from './lib/query-client';
import { listenForGesture } from './lib/sound';

function start(pathname: string): void {
  // support.js has said that this browser is too old.
  if ('unsupported' in document.documentElement.dataset) return;
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root.');
  listenForGesture();
  const queryClient = createQueryClient();
  askAhead(queryClient, pathname);
  recheckOnReturn(queryClient);
  createRoot(root).render(
    <StrictMode>
      <App queryClient={queryClient} />
    </StrictMode>,
  );
}

const ownPathname = withoutBase(window.location.pathname);
// A proxy may hand on more than the path below which PyDash lies, and no route fits there.
if (ownPathname === null) window.location.replace(atBase('/'));
else start(ownPathname);
