import { formatDate } from '@/lib/format';
import { texts } from '@/lib/texts';

import { shownDays, type View } from './use-view';

/** `27 Oct to 23 Nov`. */
export function spanWords(view: View): string {
  const { from, until } = shownDays(view);
  const last = formatDate(until, view.now);
  return from ? texts.view.span(formatDate(from, view.now), last) : texts.view.until(last);
}

/** `Visits per day, 27 Oct to 23 Nov`. */
export function labelFor(what: string, view: View): string {
  return texts.chart.label(what, texts.timeslices[view.timeslice], spanWords(view));
}
