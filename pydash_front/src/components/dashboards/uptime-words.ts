import type { Dashboard } from '@/lib/api-types';
import { formatShare } from '@/lib/format';
import { texts } from '@/lib/texts';

/** `99.94 % up`; what is not known is said. */
export function uptimeWords({ uptime_ratio: ratio, monitor_downtime: isMonitored }: Dashboard) {
  if (ratio !== null) return texts.downtime.uptime(formatShare(ratio));
  return isMonitored ? texts.overview.notProbedYet : texts.overview.notProbed;
}
