import Button from '@mui/material/Button';

import { atBase } from '@/lib/base-path';
import { otherAccountTexts as texts } from '@/lib/other-account-texts';

import { MessagePage } from './message-page';

/** Takes the place of everything once another tab has logged in as somebody else. */
export function OtherAccountPage() {
  return (
    <MessagePage title={texts.title} body={texts.body}>
      <Button variant="contained" onClick={() => window.location.assign(atBase('/'))}>
        {texts.goOn}
      </Button>
    </MessagePage>
  );
}
