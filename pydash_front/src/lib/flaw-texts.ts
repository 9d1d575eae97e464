/** The words around values that could not be kept as they came; `texts` holds them as `flaws`. */
export const flawTexts = {
  open: 'List of flaws',
  title: (app: string) => `Flaws in the rows of ${app}`,
  note: 'What PyDash could not keep as the app sent it. All are counted; the latest 2,000 are listed, newest first.',
  totals: 'In all, by reason',
  list: 'Row by row',
  none: 'None. Every value was kept as it came.',
  noneListed: 'Nothing to list: calls under a common name are only counted.',
  wholeRow: 'the whole row',
  kept: 'The call is stored.',
  lost: 'The row became no call.',
  more: 'Show more',
};
