import { Typography } from '@/components/typography';
import { useState } from 'react';
import { useLocation } from 'react-router';

import { texts } from '@/lib/texts';

import { Aside } from './components/aside';
import { AuthLayout } from './components/auth-layout';
import { RegisterForm, type Registered } from './components/register-form';
import { ResendForm } from './components/resend-form';

export function RegisterPage() {
  const { search } = useLocation();
  const [done, setDone] = useState<Registered | null>(null);
  if (done !== null)
    return done.has_mail_server ? <CheckMail {...done} /> : <AskOperator {...done} />;
  return (
    <AuthLayout title={texts.auth.registerTitle}>
      <RegisterForm
        invitation={new URLSearchParams(search).get('invitation')}
        onRegistered={setDone}
      />
      <Aside question={texts.auth.haveOne} answer={texts.auth.logIn} to={`/login${search}`} />
    </AuthLayout>
  );
}

/** Without a mail server the link waits on the server; its own words say where. */
function AskOperator({ message }: Registered) {
  return (
    <AuthLayout title={texts.auth.askOperatorTitle} lead={message}>
      <Aside question={texts.auth.alreadyVerified} answer={texts.auth.logIn} to="/login" />
    </AuthLayout>
  );
}

function CheckMail({ email }: Registered) {
  return (
    <AuthLayout title={texts.auth.checkMailTitle} lead={texts.auth.checkMail(email)}>
      <Typography sx={{ color: 'text.secondary', mb: 4 }}>{texts.auth.checkMailLate}</Typography>
      <ResendForm email={email} />
      <Aside question={texts.auth.alreadyVerified} answer={texts.auth.logIn} to="/login" />
    </AuthLayout>
  );
}
