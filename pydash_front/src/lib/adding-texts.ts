/** The words about adding an app; `texts` holds them as `setup` and `addDashboard`. */
export const setupTexts = {
  installTitle: 'Install fmd_export beside the app',
  installBody:
    'This PyDash hands it out itself. It brings Flask-MonitoringDashboard along. An app with Flask-MonitoringDashboard 2.0 or older does without it: leave both lines about `fmd_export` out.',
  noWheel:
    'This PyDash has no `fmd_export` to hand out yet. Whoever runs it runs `make setup`, then starts it again.',
  pasteTitle: 'Paste this where the app is made',
  pasteBody:
    'It takes the place of `dashboard.bind(app)`, if the app has that already, and stands below `dashboard.config.init_from(…)`. The token was made just now, for this app alone.',
  addressTitle: 'Start the app, and say where it is',
} as const;

export const addDashboardTexts = {
  title: 'Add dashboard',
  url: "Address of the app's dashboard",
  urlHint: 'The page where Flask-MonitoringDashboard opens in a browser.',
  urlPlaceholder: 'https://shop.example.org/dashboard',
  name: 'Name',
  token: 'Security code',
  tokenHint:
    "Leave it empty for the token in the lines above. An app that has one already keeps it: it is `SECURITY_TOKEN` in the app's config file, or `dashboard.config.security_token` in its code.",
  showToken: 'Show security code',
  hideToken: 'Hide security code',
  submit: 'Add dashboard',
  again: 'Check again',
  checking: 'Asking the app…',
  waiting: 'PyDash goes on looking for the app by itself, and adds it as soon as it answers.',
  lastLook: (time: string) => `Last look at ${time}.`,
  waitingFor: (url: string, seen: string) => `PyDash is waiting for ${url}. ${seen}`,
  showWaiting: 'Show',
  added: (name: string) => `${name} answers, and is added.`,
  addedElsewhere: 'The app was added in another tab.',
  firstVisits: (count: string) => `Visits read so far: ${count}.`,
  noVisitsYet: 'PyDash is reading its visits. Later ones arrive with the next fetch.',
  openDashboard: 'Open its dashboard',
  behindLogin: 'The app stands behind a login?',
  headers: 'Request headers',
  headersHint:
    'Up to five, one to a line, such as `Authorization: Basic …`. They are kept encrypted, sent to this app alone, and never shown again.',
  urlMissing: 'Enter the address.',
  urlInvalid: 'An address starts with http:// or https:// and names a host.',
  nameMissing: 'Give it a name.',
} as const;
