import { Typography } from '@/components/typography';
import { useState } from 'react';
import { useLocation } from 'react-router';

import { texts } from '@/lib/texts';

import { Aside } from './components/aside';
import { AuthLayout } from './components/auth-layout';
import { RegisterForm } from './components/register-form';
import { ResendForm } from './components/resend-form';

export function RegisterPage() {
  const { search } = useLocation();
  const [sentTo, setSentTo] = useState<string | null>(null);
  if (sentTo !== null) return <CheckMail email={sentTo} />;
  return (
    <AuthLayout title={texts.auth.registerTitle}>
      <RegisterForm
        invitation={new URLSearchParams(search).get('invitation')}
        onRegistered={setSentTo}
      />
      <Aside question={texts.auth.haveOne} answer={texts.auth.logIn} to={`/login${search}`} />
    </AuthLayout>
  );
}

function CheckMail({ email }: { email: string }) {
  return (
    <AuthLayout title={texts.auth.checkMailTitle} lead={texts.auth.checkMail(email)}>
      <Typography sx={{ color: 'text.secondary', mb: 4 }}>{texts.auth.checkMailLate}</Typography>
      <ResendForm email={email} />
      <Aside question={texts.auth.alreadyVerified} answer={texts.auth.logIn} to="/login" />
    </AuthLayout>
  );
}
