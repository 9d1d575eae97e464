/** The words of login, registration and what mails lead to; `texts` holds them as `auth`. */
export const authTexts = {
  username: 'Username',
  email: 'E-mail',
  password: 'Password',
  passwordAgain: 'Password again',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  passwordRule: 'At least 8 characters. Long beats complicated.',
  strength: (words: string) => `This one is ${words}.`,
  strengths: {
    weak: 'easy to guess',
    fair: 'fair',
    good: 'good',
    strong: 'strong',
  },
  emailRule: 'We send one link to verify it.',
  nameMissing: 'Choose a username.',
  emailInvalid: "This doesn't look like an e-mail address.",
  passwordTooShort: 'At least 8 characters.',
  passwordsDiffer: "The two passwords don't match.",
  enterName: 'Enter your username.',
  enterPassword: 'Enter your password.',

  loginTitle: 'Log in',
  loginLead: 'See how all your Flask apps are doing.',
  logIn: 'Log in',
  newHere: 'New here?',
  createAnAccount: 'Create an account',

  registerTitle: 'Create an account',
  createAccount: 'Create account',
  haveOne: 'Have one already?',

  askOperatorTitle: 'Ask for your link',
  checkMailTitle: 'Check your mail',
  checkMail: (email: string) =>
    `A link to verify your account is on its way to ${email}. It works once, for 24 hours.`,
  checkMailLate: 'Nothing after a few minutes? Look into the spam folder, or have it sent again.',

  alreadyVerified: 'Verified already?',

  resend: 'Send the mail again',

  verifyTitle: 'Verify your account',
  verifyQuestion:
    'Was it you who registered with this address? If not, close this page: the account stays closed.',
  verifyConfirm: 'Yes, verify my address',
  undoTitle: 'Was that not you?',
  undoLead:
    'Undo the change that the mail is about. Where somebody else may know your password, this also ends every session and lets you choose another password.',
  undo: 'Undo the change',
  undoneTitle: 'Undone',
  verifying: 'Checking the link…',
  verifiedTitle: 'Your account is verified',
  verified: 'You can log in now.',
  verifyFailedTitle: "This link doesn't work",
  verifyFailedHint: 'A link works once, for 24 hours. If you have opened it before, just log in.',

  forgot: 'Forgotten your password?',
  forgotAnswer: 'Choose another',
  forgotTitle: 'Forgotten password',
  forgotLead:
    'Enter the address of your account. The link that comes there lets you choose another password.',
  sendLink: 'Send the link',
  remembered: 'Remembered it?',
  resetTitle: 'Choose another password',
  newPassword: 'New password',
  resetPassword: 'Change password',
  resetDoneTitle: 'Your password is changed',
  resetDone: 'Every other session has ended. Log in with the new one.',
  resetExpired: 'This link expired?',
  resetAgain: 'Have a new one sent',
};
