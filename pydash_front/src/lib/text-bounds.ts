/** The most characters of each text in a body: from the API's description, by `make api-types`. */
export const textBounds = {
  ChangeDashboardSettingsBody: {
    password: 1024,
    name: 100,
    url: 2000,
    token: 1024,
  },
  ChangePasswordBody: {
    current_password: 1024,
    new_password: 1024,
  },
  ChangeSettingsBody: {
    password: 1024,
    username: 64,
    email: 254,
    theme: 6,
  },
  ConfirmPasswordBody: {
    password: 1024,
  },
  CreateTokenBody: {
    password: 1024,
    name: 64,
    scope: 5,
    expires_at: 64,
  },
  DeleteUserBody: {
    password: 1024,
  },
  DisableBody: {
    name: 64,
  },
  EndSessionsBody: {
    name: 64,
  },
  HeaderBody: {
    name: 64,
    value: 2048,
  },
  LoginBody: {
    username: 256,
    name: 256,
    password: 1024,
  },
  RefreshAnyBody: {
    dashboard_id: 36,
  },
  RegisterBody: {
    username: 64,
    name: 64,
    email: 254,
    password: 1024,
    invitation_code: 128,
  },
  RegisterDashboardBody: {
    name: 100,
    url: 2000,
    token: 1024,
  },
  RequestPasswordResetBody: {
    email: 254,
  },
  ResendVerificationBody: {
    email: 254,
  },
  ResetPasswordBody: {
    reset_code: 128,
    new_password: 1024,
  },
  TryDashboardBody: {
    url: 2000,
    token: 1024,
  },
  UndoBody: {
    undo_code: 128,
  },
  VerifyBody: {
    verification_code: 128,
  },
} as const;
