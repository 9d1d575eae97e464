import { HATCH } from '@/components/charts/legend';
import type { Dashboard } from '@/lib/api-types';

import { uptimeWords } from './uptime-words';

interface UptimeStripProps {
  dashboard: Dashboard;
  heightPx?: number;
}

/** The last seven days in pieces of six hours; hatched where nobody looked. */
export function UptimeStrip({ dashboard, heightPx = 16 }: UptimeStripProps) {
  return (
    <div
      role="img"
      aria-label={uptimeWords(dashboard)}
      style={{ display: 'flex', gap: 2, height: heightPx }}
    >
      {dashboard.uptime_strip.map((ratio, index) => (
        // The pieces have no name but their place.
        <i key={index} style={{ flex: 1, borderRadius: 2, background: groundOf(ratio) }} />
      ))}
    </div>
  );
}

function groundOf(ratio: number | null): string {
  if (ratio === null) return HATCH;
  const [up, down] = ['var(--mui-palette-tone-up)', 'var(--mui-palette-error-main)'];
  if (ratio === 1) return up;
  // A short outage must not vanish.
  const share = Math.min(ratio, 0.85) * 100;
  return `linear-gradient(${up} 0 ${share}%, ${down} ${share}%)`;
}
