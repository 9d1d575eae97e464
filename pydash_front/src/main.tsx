import '@fontsource-variable/inter/wght.css';
import './app/base.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app/app';
import { askAhead } from './app/ask-ahead';
import { recheckOnReturn } from './app/back-button';
import { createQueryClient } from './lib/query-client';
import { listenForGesture } from './lib/sound';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');

listenForGesture();
const queryClient = createQueryClient();
askAhead(queryClient, window.location.pathname);
recheckOnReturn(queryClient);

createRoot(root).render(
  <StrictMode>
    <App queryClient={queryClient} />
  </StrictMode>,
);
