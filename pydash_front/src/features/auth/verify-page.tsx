import Button from '@mui/material/Button';
import { Typography } from '@/components/typography';
import { useState } from 'react';
import { Link, useParams } from 'react-router';

import { ErrorNote } from '@/components/feedback/error-note';
import { WaitingBar } from '@/components/feedback/progress-bar';
import { ApiError } from '@/lib/api-client';
import { texts } from '@/lib/texts';

import { hasRegisteredHere, useVerification } from './api';
import { Aside } from './components/aside';
import { AuthLayout } from './components/auth-layout';
import { ResendForm } from './components/resend-form';

/**
 * Where the link of the verification mail leads. In the browser that has registered, opening it is
 * all there is to do. Elsewhere it may be a mail scanner that opens it, or somebody with whose
 * address a stranger has registered: there it takes a click.
 */
export function VerifyPage() {
  const { code = '' } = useParams();
  const [isWanted, setWanted] = useState(hasRegisteredHere);
  const verification = useVerification(code, isWanted);
  const { error } = verification;
  if (verification.isSuccess) return <Verified />;
  if (error instanceof ApiError && error.status === 400) return <Refused error={error} />;
  if (!isWanted) return <Question onConfirm={() => setWanted(true)} />;
  return (
    <AuthLayout title={texts.auth.verifyTitle}>
      {error ? (
        <ErrorNote error={error} onRetry={() => void verification.refetch()} />
      ) : (
        <>
          <Typography role="status" sx={{ color: 'text.secondary', mb: 4 }}>
            {texts.auth.verifying}
          </Typography>
          <WaitingBar />
        </>
      )}
    </AuthLayout>
  );
}

function Question({ onConfirm }: { onConfirm: () => void }) {
  return (
    <AuthLayout title={texts.auth.verifyTitle} lead={texts.auth.verifyQuestion}>
      <Button variant="contained" size="large" fullWidth onClick={onConfirm}>
        {texts.auth.verifyConfirm}
      </Button>
    </AuthLayout>
  );
}

function Verified() {
  return (
    <AuthLayout title={texts.auth.verifiedTitle} lead={texts.auth.verified}>
      <Button component={Link} to="/login" variant="contained" size="large" fullWidth>
        {texts.auth.logIn}
      </Button>
    </AuthLayout>
  );
}

function Refused({ error }: { error: ApiError }) {
  return (
    <AuthLayout title={texts.auth.verifyFailedTitle} lead={error.message}>
      <Typography sx={{ color: 'text.secondary', mb: 4 }}>
        {texts.auth.verifyFailedHint}
      </Typography>
      <ResendForm />
      <Aside question={texts.auth.alreadyVerified} answer={texts.auth.logIn} to="/login" />
    </AuthLayout>
  );
}
