import '@fontsource-variable/inter/wght.css';
import './app/base.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app/app';
import { createQueryClient } from './lib/query-client';
import { sessionQuery } from './lib/session';
import { listenForGesture } from './lib/sound';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');

listenForGesture();
const queryClient = createQueryClient();
// Asked at once, while the first page's bundle is still on its way; the page tells of failures.
queryClient.query(sessionQuery).catch(() => undefined);

createRoot(root).render(
  <StrictMode>
    <App queryClient={queryClient} />
  </StrictMode>,
);
