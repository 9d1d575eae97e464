import Dialog from '@mui/material/Dialog';
import DialogContent from '@mui/material/DialogContent';
import { useMutation } from '@tanstack/react-query';
import { useId, useState, useSyncExternalStore, type SubmitEvent } from 'react';

import { DialogDeeds, DialogHead } from '@/components/dialog-parts';
import { ErrorNote } from '@/components/feedback/error-note';
import { SecretField } from '@/components/forms/secret-field';
import { Typography } from '@/components/typography';
import { postJson } from '@/lib/api-client';
import type { Message } from '@/lib/api-types';
import { isAskingForPassword, onPasswordAsked, settlePassword } from '@/lib/password-prompt';
import { texts } from '@/lib/texts';

const words = texts.password;

/** Over any page: asks for the password where the server wants it once more. */
export function PasswordPrompt() {
  const isOpen = useSyncExternalStore(onPasswordAsked, isAskingForPassword);
  return isOpen && <PasswordDialog />;
}

function PasswordDialog() {
  const titleId = useId();
  const [password, setPassword] = useState('');
  const confirmation = useMutation({
    mutationFn: () => postJson<Message>('/user/confirm_password', { password }),
    onSuccess: () => settlePassword(true),
    meta: { isSilent: true },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (password) confirmation.mutate();
  };
  return (
    <Dialog open onClose={() => settlePassword(false)} aria-labelledby={titleId} maxWidth="xs">
      <form onSubmit={submit} noValidate>
        <DialogHead id={titleId}>{words.title}</DialogHead>
        <DialogContent>
          <Typography sx={{ color: 'text.secondary', mb: 4 }}>{words.note}</Typography>
          <SecretField
            label={texts.auth.password}
            value={password}
            onValue={setPassword}
            showLabel={texts.auth.showPassword}
            hideLabel={texts.auth.hidePassword}
            name="password"
            autoComplete="current-password"
            autoFocus
          />
          {confirmation.error && <ErrorNote error={confirmation.error} />}
        </DialogContent>
        <DialogDeeds
          deed={words.confirm}
          isPending={confirmation.isPending}
          isDangerous={false}
          onCancel={() => settlePassword(false)}
        />
      </form>
    </Dialog>
  );
}
