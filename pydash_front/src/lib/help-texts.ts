/** The words of the help page; `texts` holds them as `help`. */
export const helpTexts = {
  title: 'Help',
  measureTitle: 'Have an app measured',
  installTitle: 'Install fmd_export',
  measure:
    'PyDash reads what Flask-MonitoringDashboard measures inside a Flask app. Since version 2.1 it hands nothing out by itself: `fmd_export`, which this PyDash hands out, re-opens that. Install it beside the app, and put the lines below where the app is made:',
  measureToken:
    'The token in them was made for you just now. “Add dashboard” shows the same lines with the same token, waits for the app, and needs no code typed.',
  oldTitle: 'Flask-MonitoringDashboard 1.10 to 2.0',
  old: 'Flask-MonitoringDashboard 1.10 to 2.0 still hand out their measurements by themselves; there `fmd_export` is not needed:',
  oldCode:
    'import flask_monitoringdashboard as dashboard\n\ndashboard.config.security_token = "a long secret of your own"\ndashboard.bind(app)',
  token:
    'The security code signs what the app answers. The one that Flask-MonitoringDashboard comes with is public: choose your own, of 32 characters or more.',
  addTitle: 'Add it to PyDash',
  add: 'On the overview, "Add dashboard" asks for the address at which Flask-MonitoringDashboard opens in a browser, such as `https://shop.example.org/dashboard`, and waits until the app answers there. Then it reads the whole history.',
  apiTitle: 'Ask by script',
  api: 'Everything on these pages comes from a JSON API. A script logs in with a token of yours; one that may only read is enough for figures.',
  makeToken: 'Make a token in the settings',
  apiCode: (address: string) =>
    `curl -H "Authorization: Bearer $PYDASH_TOKEN" ${address}/api/dashboards`,
  apiDocs: 'Every route, with its parameters and answers',
  keysTitle: 'Keys',
  keys: [
    ['/', 'Search the dashboards'],
    ['← →', 'Walk the slices of a chart, or the hours of a heat map'],
    ['Home, End', 'The first or the last slice'],
    ['Esc', 'Close a dialog, leave a chart'],
  ],
} as const;
