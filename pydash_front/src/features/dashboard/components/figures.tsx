import { KeyFigures, type KeyFigure } from '@/components/measures/key-figures';
import { useFigures } from '@/components/measures/use-figures';
import type { View } from '@/components/view/use-view';
import type { Dashboard } from '@/lib/api-types';
import { formatShare } from '@/lib/format';
import { useDowntime } from '@/lib/measurements';
import { texts } from '@/lib/texts';

import { downtimeWindow, outageSummary, uptimeRatio } from '../downtime-days';

interface FiguresProps {
  dashboard: Dashboard;
  view: View;
}

/** The app's key figures, with its uptime where anybody looks. */
export function Figures({ dashboard, view }: FiguresProps) {
  const { figures, ...state } = useFigures(dashboard, view);
  const downtime = useDowntime(dashboard, { window: downtimeWindow(view), zone: view.zone });
  const answer = downtime.data?.answer;
  const uptime: KeyFigure = {
    name: texts.view.key.uptime,
    testId: 'uptime',
    value: answer && uptimeRatio(answer),
    before: null,
    format: formatShare,
    note: answer && outageSummary(answer),
  };
  return <KeyFigures figures={[...figures, uptime]} {...state} />;
}
