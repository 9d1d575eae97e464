import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';

import { useIsOutdated } from '@/lib/drawn-for';

import { CrashBoundary } from './crash-boundary';
import { RequireLogin, RequireNoLogin } from './guards';
import { NotFoundPage } from './not-found-page';
import { OtherAccountPage } from './other-account-page';
import { loadDashboard, loadEndpoint, loadOverview } from './pages';
import { PasswordPrompt } from './password-prompt';

// Each page is a bundle of its own, loaded when first visited.
const LoginPage = lazy(async () => ({
  default: (await import('@/features/auth/login-page')).LoginPage,
}));
const RegisterPage = lazy(async () => ({
  default: (await import('@/features/auth/register-page')).RegisterPage,
}));
const VerifyPage = lazy(async () => ({
  default: (await import('@/features/auth/verify-page')).VerifyPage,
}));
const UndoPage = lazy(async () => ({
  default: (await import('@/features/auth/undo-page')).UndoPage,
}));
const ForgotPasswordPage = lazy(async () => ({
  default: (await import('@/features/auth/forgot-password-page')).ForgotPasswordPage,
}));
const ResetPasswordPage = lazy(async () => ({
  default: (await import('@/features/auth/reset-password-page')).ResetPasswordPage,
}));
const OverviewPage = lazy(async () => ({ default: (await loadOverview()).OverviewPage }));
const DashboardPage = lazy(async () => ({ default: (await loadDashboard()).DashboardPage }));
const EndpointPage = lazy(async () => ({ default: (await loadEndpoint()).EndpointPage }));
const SettingsPage = lazy(async () => ({
  default: (await import('@/features/settings/settings-page')).SettingsPage,
}));
const DashboardSettingsPage = lazy(async () => ({
  default: (await import('@/features/settings/dashboard-settings-page')).DashboardSettingsPage,
}));
const AdminPage = lazy(async () => ({
  default: (await import('@/features/admin/admin-page')).AdminPage,
}));
const HelpPage = lazy(async () => ({
  default: (await import('@/features/help/help-page')).HelpPage,
}));

export function AppRoutes() {
  if (useIsOutdated()) return <OtherAccountPage />;
  return (
    <CrashBoundary>
      <Suspense>
        <Routes>
          <Route element={<RequireNoLogin />}>
            <Route path="login" element={<LoginPage />} />
            <Route path="register" element={<RegisterPage />} />
            <Route path="forgot-password" element={<ForgotPasswordPage />} />
          </Route>
          <Route path="verify/:code" element={<VerifyPage />} />
          <Route path="reset-password/:code" element={<ResetPasswordPage />} />
          <Route path="undo/:code" element={<UndoPage />} />
          <Route element={<RequireLogin />}>
            <Route index element={<OverviewPage />} />
            <Route path="settings" element={<SettingsPage />} />
            <Route path="dashboards/:id" element={<DashboardPage />} />
            <Route path="admin" element={<AdminPage />} />
            <Route path="help" element={<HelpPage />} />
            <Route path="dashboards/:id/settings" element={<DashboardSettingsPage />} />
            <Route path="dashboards/:id/endpoints/*" element={<EndpointPage />} />
          </Route>
          <Route path="*" element={<NotFoundPage />} />
        </Routes>
      </Suspense>
      <PasswordPrompt />
    </CrashBoundary>
  );
}
