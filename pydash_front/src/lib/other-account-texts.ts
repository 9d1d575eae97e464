/** What the page says once another account is logged in. */
export const otherAccountTexts = {
  title: 'Another account is logged in',
  body: 'Somebody has logged in to PyDash with another account in this browser, in another tab perhaps. This page belonged to the account before. The last thing you did here has changed nothing.',
  goOn: 'Go on with that account',
};
