import Button from '@mui/material/Button';
import { Component, type ReactNode } from 'react';

import { texts } from '@/lib/texts';

import { MessagePage } from './message-page';

interface CrashBoundaryProps {
  children: ReactNode;
}

/** Catches what failed to load or to render: after an update, say, or by a mistake of ours. */
export class CrashBoundary extends Component<CrashBoundaryProps, { hasCrashed: boolean }> {
  override state = { hasCrashed: false };

  static getDerivedStateFromError() {
    return { hasCrashed: true };
  }

  override render() {
    if (!this.state.hasCrashed) return this.props.children;
    return (
      <MessagePage title={texts.errors.crashTitle} body={texts.errors.crash}>
        <Button variant="contained" onClick={() => window.location.reload()}>
          {texts.errors.reload}
        </Button>
      </MessagePage>
    );
  }
}
