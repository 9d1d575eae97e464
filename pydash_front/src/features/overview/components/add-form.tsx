import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

import { ErrorNote } from '@/components/feedback/error-note';
import { LabelledField } from '@/components/forms/labelled-field';
import { SecretField } from '@/components/forms/secret-field';
import { WithCode } from '@/components/with-code';
import { texts } from '@/lib/texts';

import { useAddForm } from './use-add-form';

const words = texts.addDashboard;

export function AddForm({ onClose }: { onClose: () => void }) {
  const { submit, propsOf, isPending, wasRefused, error } = useAddForm(onClose);
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
        autoFocus
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
      {error && <ErrorNote error={error} />}
      <Box role="status" sx={{ typography: 'body2', color: 'text.hint', minHeight: 20 }}>
        {isPending && words.checking}
      </Box>
      <Box sx={{ display: 'flex', justifyContent: 'flex-end', gap: 2, mt: 2 }}>
        <Button variant="outlined" onClick={onClose}>
          {texts.cancel}
        </Button>
        <Button type="submit" variant="contained" loading={isPending}>
          {wasRefused && !isPending ? words.again : words.submit}
        </Button>
      </Box>
    </form>
  );
}
