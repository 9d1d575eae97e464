import { HATCH } from '@/components/charts/legend';
import type { Dashboard } from '@/lib/api-types';

import { uptimeWords } from './uptime-words';

const GAP_PX = 2;

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
      style={{ display: 'flex', gap: GAP_PX, height: heightPx }}
    >
      {piecesOf(dashboard.uptime_strip).map(({ ratio, count }, index) => (
        // The pieces have no name but their place.
        <i
          key={index}
          style={{
            flex: `${count} 0 ${(count - 1) * GAP_PX}px`,
            borderRadius: 2,
            background: groundOf(ratio),
          }}
        />
      ))}
    </div>
  );
}

interface Piece {
  ratio: number | null;
  count: number;
}

/** What is unknown is one piece, however long: a hatching takes much longer to paint than a colour. */
function piecesOf(ratios: readonly (number | null)[]): Piece[] {
  const pieces: Piece[] = [];
  for (const ratio of ratios) {
    const last = pieces.at(-1);
    if (ratio === null && last?.ratio === null) last.count += 1;
    else pieces.push({ ratio, count: 1 });
  }
  return pieces;
}

function groundOf(ratio: number | null): string {
  if (ratio === null) return HATCH;
  const [up, down] = ['var(--mui-palette-tone-up)', 'var(--mui-palette-error-main)'];
  if (ratio === 1) return up;
  // A short outage must not vanish.
  const share = Math.min(ratio, 0.85) * 100;
  return `linear-gradient(${up} 0 ${share}%, ${down} ${share}%)`;
}
