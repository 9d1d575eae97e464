import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

import { ErrorNote } from '@/components/feedback/error-note';
import { LabelledField } from '@/components/forms/labelled-field';
import { LinesField } from '@/components/forms/lines-field';
import { SecretField } from '@/components/forms/secret-field';
import { WithCode } from '@/components/with-code';
import { formatTime } from '@/lib/format';
import { texts } from '@/lib/texts';

import type { Adding } from './use-add-form';

const words = texts.addDashboard;

interface AddFormProps {
  adding: Adding;
  onClose: () => void;
}

export function AddForm({ adding, onClose }: AddFormProps) {
  const { submit, propsOf, headersProps, isPending, wasRefused, error, sought } = adding;
  return (
    <form onSubmit={submit} noValidate>
      <LabelledField
        {...propsOf('url')}
        label={words.url}
        hint={words.urlHint}
        placeholder={words.urlPlaceholder}
        type="url"
        name="url"
        autoComplete="off"
      />
      <LabelledField {...propsOf('name')} label={words.name} name="name" autoComplete="off" />
      <SecretField
        {...propsOf('token')}
        label={words.token}
        hint={<WithCode text={words.tokenHint} />}
        showLabel={words.showToken}
        hideLabel={words.hideToken}
        name="token"
        isCode
      />
      <Box component="details" sx={{ mb: 4 }} open={headersProps.value !== ''}>
        <Box component="summary" sx={{ cursor: 'pointer', mb: 2 }}>
          {words.behindLogin}
        </Box>
        <LinesField
          {...headersProps}
          label={words.headers}
          hint={<WithCode text={words.headersHint} />}
          name="headers"
        />
      </Box>
      {error && <ErrorNote error={error} />}
      <Box role="status" sx={{ typography: 'body2', color: 'text.secondary', minHeight: 20 }}>
        {isPending ? words.checking : sought && words.waiting}
      </Box>
      {sought && <LastLook adding={adding} />}
      <Box sx={{ display: 'flex', justifyContent: 'flex-end', flexWrap: 'wrap', gap: 2, mt: 2 }}>
        <Button variant="outlined" onClick={onClose}>
          {sought ? texts.close : texts.cancel}
        </Button>
        <Button type="submit" variant="contained" loading={isPending}>
          {wasRefused && !isPending ? words.again : words.submit}
        </Button>
      </Box>
    </form>
  );
}

/** Outside of what is read aloud: it changes every few seconds. */
function LastLook({ adding: { look } }: { adding: Adding }) {
  if (!look) return null;
  return (
    <Box sx={{ typography: 'caption', color: 'text.secondary' }}>
      {words.lastLook(formatTime(look.seenAt))}
    </Box>
  );
}
