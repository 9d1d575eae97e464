import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { BrowserRouter } from 'react-router';

import { basePath } from '@/lib/base-path';

import { Appearance } from './appearance';
import { AppRoutes } from './routes';
import { OfflineBanner } from './offline-banner';
import { UpdatePrompt } from './update-prompt';

export function App({ queryClient }: { queryClient: QueryClient }) {
  return (
    <Appearance>
      <QueryClientProvider client={queryClient}>
        <BrowserRouter basename={basePath}>
          <AppRoutes />
        </BrowserRouter>
      </QueryClientProvider>
      <UpdatePrompt />
      <OfflineBanner />
    </Appearance>
  );
}
