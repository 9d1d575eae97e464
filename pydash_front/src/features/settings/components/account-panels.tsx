import { useState } from 'react';

import type { User } from '@/lib/api-types';
import { textBounds } from '@/lib/text-bounds';
import { texts } from '@/lib/texts';

import { useChangePassword, useChangeSettings, useDeleteAccount } from '../api';
import { FormDialog, type Field } from './form-dialog';
import { Panel, Row } from './panel';

const words = texts.settings;

/** Name and address of the account. */
export function AccountPanel({ user }: { user: User }) {
  const [changing, setChanging] = useState<'username' | 'email' | null>(null);
  const pending = user.pending_email ? ` · ${words.pendingEmail(user.pending_email)}` : '';
  return (
    <Panel title={words.account}>
      <Row
        label={texts.auth.username}
        value={user.username}
        action={words.change}
        onAction={() => setChanging('username')}
      />
      <Row
        label={texts.auth.email}
        value={`${user.email}${pending}`}
        action={words.change}
        onAction={() => setChanging('email')}
      />
      {changing && (
        <SettingDialog user={user} setting={changing} onClose={() => setChanging(null)} />
      )}
    </Panel>
  );
}

interface SettingDialogProps {
  user: User;
  setting: 'username' | 'email';
  onClose: () => void;
}

function SettingDialog({ user, setting, onClose }: SettingDialogProps) {
  const isName = setting === 'username';
  const title = isName ? words.changeName : words.changeEmail;
  const field: Field = {
    name: setting,
    most: textBounds.ChangeSettingsBody[setting],
    label: isName ? texts.auth.username : texts.auth.email,
    initial: user[setting],
    hint: isName ? undefined : words.emailHint,
    autoComplete: setting,
  };
  return (
    <FormDialog
      title={title}
      fields={[field]}
      submitLabel={title}
      mutation={useChangeSettings()}
      onClose={onClose}
    />
  );
}

const PASSWORD_FIELDS: readonly Field[] = [
  {
    name: 'current_password',
    label: words.currentPassword,
    isSecret: true,
    autoComplete: 'current-password',
  },
  {
    name: 'new_password',
    most: textBounds.ChangePasswordBody.new_password,
    label: words.newPassword,
    isSecret: true,
    isNewPassword: true,
    autoComplete: 'new-password',
  },
  { name: 'end_tokens', label: words.endTokens, isOption: true },
];

export function PasswordPanel() {
  const [isOpen, setOpen] = useState(false);
  const mutation = useChangePassword();
  return (
    <Panel title={words.password}>
      <Row
        label={words.passwordNote}
        action={words.changePassword}
        onAction={() => {
          mutation.reset();
          setOpen(true);
        }}
      />
      {isOpen && (
        <FormDialog
          title={words.changePassword}
          fields={PASSWORD_FIELDS}
          submitLabel={words.changePassword}
          mutation={mutation}
          onClose={() => setOpen(false)}
        />
      )}
    </Panel>
  );
}

const DELETE_FIELDS: readonly Field[] = [
  {
    name: 'password',
    label: texts.auth.password,
    isSecret: true,
    autoComplete: 'current-password',
  },
];

export function DeleteAccountPanel() {
  const [isOpen, setOpen] = useState(false);
  const mutation = useDeleteAccount();
  return (
    <Panel title={words.leaving}>
      <Row
        label={words.deleteNote}
        action={words.deleteAccount}
        isDangerous
        onAction={() => {
          mutation.reset();
          setOpen(true);
        }}
      />
      {isOpen && (
        <FormDialog
          title={words.deleteAccount}
          note={words.deleteNote}
          fields={DELETE_FIELDS}
          submitLabel={words.deleteAccount}
          mutation={mutation}
          onClose={() => setOpen(false)}
          isDangerous
        />
      )}
    </Panel>
  );
}
