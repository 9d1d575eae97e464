import Button from '@mui/material/Button';
import { Link } from 'react-router';

import { texts } from '@/lib/texts';

import { MessagePage } from './message-page';

export function NotFoundPage() {
  return (
    <MessagePage title={texts.errors.notFoundTitle} body={texts.errors.notFound}>
      <Button variant="contained" component={Link} to="/">
        {texts.errors.backToOverview}
      </Button>
    </MessagePage>
  );
}
