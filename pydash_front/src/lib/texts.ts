/** Every word that PyDash says. Sentences of the server are shown as they come. */
import { activityTexts } from './activity-texts';
import { addDashboardTexts, setupTexts } from './adding-texts';
import { adminTexts } from './admin-texts';
import { authTexts } from './auth-texts';
import { flawTexts } from './flaw-texts';
import { helpTexts } from './help-texts';
import { settingsTexts } from './settings-texts';
import { measureTexts } from './measures-texts';

export const texts = {
  brand: 'PyDash',
  pageTitle: (page: string) => `${page} · PyDash`,
  skipLink: 'Skip to the content',
  cancel: 'Cancel',
  close: 'Close',
  tryAgain: 'Try again',
  loading: 'Loading',
  copy: 'Copy',
  copyOutcomes: { copied: 'Copied', selected: 'Press Ctrl C to copy' },
  copyNamed: (what: string) => `Copy: ${what}`,

  errors: {
    noConnection: "PyDash can't be reached. Check the connection, then try again.",
    timedOut: 'PyDash takes too long to answer. Try again in a minute.',
    proxy: "PyDash's proxy answers, but PyDash doesn't. Try again in a minute.",
    gateway: 'The sign-in in front of PyDash has ended. Load the page again to sign in.',
    httpsOnly: (address: string) =>
      `Your login was right, but it only lasts over https. Open ${address} and log in there.`,
    noCookie:
      'Your login was right, but this browser did not keep it. Allow cookies for this site, then log in again.',
    unexpected: "PyDash answered in a way this page doesn't understand. Try again later.",
    crashTitle: 'This page broke',
    crash: 'Loading it again usually helps.',
    reload: 'Load the page again',
    notFoundTitle: 'No such page',
    notFound: 'The address is wrong, or what was here has been deleted.',
    backToOverview: 'Go to the overview',
  },

  password: {
    title: 'Confirm your password',
    note: 'This changes who can get into your account or apps. PyDash then does not ask again for ten minutes.',
    confirm: 'Confirm',
  },

  jump: {
    title: 'Jump to an app or endpoint',
    keys: 'Ctrl K',
  },

  shell: {
    navigation: 'Main',
    openNavigation: 'Open navigation',
    dashboards: 'Dashboards',
    logOut: 'Log out',
    lastVisited: 'Last visited',
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    breadcrumb: 'Breadcrumb',
    updateReady: 'A new version of PyDash is ready.',
    update: 'Load it',
    offline: 'No network. What is shown stays; nothing new arrives.',
    clockFast: (by: string) =>
      `This device's clock is ${by} fast. PyDash shows times by its server's clock.`,
    clockSlow: (by: string) =>
      `This device's clock is ${by} slow. PyDash shows times by its server's clock.`,
    noZone: 'This browser reports no time zone. Times are in UTC unless you choose a zone.',
  },

  auth: authTexts,

  settings: settingsTexts,

  overview: {
    title: 'Dashboards',
    crumb: 'Overview',
    add: 'Add dashboard',
    list: 'Your dashboards',
    visits7Days: 'Visits, 7 days',
    uniqueVisitors: 'Unique visitors',
    median: 'Median',
    p95: 'p95',
    app: 'App',
    state: 'State',
    trend: 'Trend',
    uptime: 'Uptime, 7 days',
    notProbed: 'not probed',
    notProbedYet: 'not probed yet',
    enterCode: 'Enter new code',
    openSettings: 'Open its settings',
    toolbar: 'What to show of them',
    search: 'Search apps',
    filter: 'Which apps',
    all: (count: number) => `All ${count}`,
    need: (count: number) => `Need a look ${count}`,
    sort: 'Sort',
    sorts: {
      need: 'Needs a look first',
      name: 'Name',
      visits: 'Most visits',
      median: 'Slowest median',
      p95: 'Slowest p95',
    },
    look: 'Look',
    looks: { cards: 'Cards', rows: 'Rows' },
    nothingFits: 'No app fits. Search for something else, or show all.',
    emptyTitle: 'Watch your first app',
    emptyLead:
      'Any Flask app that runs Flask-MonitoringDashboard can be watched. It takes about two minutes.',
    emptyAdd: 'Say where the app is. PyDash waits until it answers, then reads the whole history.',
  },

  setup: setupTexts,

  addDashboard: addDashboardTexts,

  dashboard: {
    states: {
      up_to_date: 'Up to date',
      backfilling: 'Reading history',
      failing: 'Fetching fails',
    },
    up: 'Up',
    down: 'Down',
    failures: {
      wrong_token: 'Code refused',
      unreachable: 'Unreachable',
      timed_out: 'No answer',
    } as Readonly<Record<string, string>>,
    unavailable: 'Dashboard',
    completeUntil: 'Complete until',
    nothingFetched: 'Nothing fetched yet',
    version: (version: string) => `Version ${version}`,
    read: (ratio: string) => `${ratio} read`,
    readUntil: (ratio: string, until: string) => `${ratio} read, up to ${until}`,
    timeLeft: (span: string) => `about ${span} left`,
    progress: 'History read',
    since: (instant: string) => `since ${instant}`,
    actions: (name: string) => `Actions for ${name}`,
    delete: 'Delete dashboard',
    deleteTitle: (name: string) => `Delete ${name}?`,
    deleteBody:
      "All that PyDash has measured of this app is deleted too. The app itself is not touched. This can't be undone.",
    keyFigures: 'Key figures',
    fetchNow: 'Fetch now',
    fetching: 'A fetch is on its way.',
    export: 'Export',
    exportNote: 'The calls shown, as CSV',
  },

  activity: activityTexts,
  admin: adminTexts,
  flaws: flawTexts,
  help: helpTexts,
  ...measureTexts,
};
