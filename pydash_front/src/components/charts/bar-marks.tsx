import type { Track } from './chart-series';
import { usePlot } from './plot';

const MAX_BAR_PX = 34;
const BAR_SHARE = 0.66;

/** Counts as bars, all of them as two shapes: hundreds of elements would make a page slow. */
export function BarMarks({ track }: { track: Track }) {
  const { series, slicePx, innerHeight, xOf, yOf, tokens } = usePlot();
  const barPx = Math.min(MAX_BAR_PX, slicePx * BAR_SHARE);
  const pathOf = (isRunning: boolean) =>
    series.slices
      .map((slice, index) => {
        const value = track.values[index];
        if (!value || slice.isRunning !== isRunning) return '';
        return barPath(xOf(index) - barPx / 2, barPx, innerHeight - yOf(value), innerHeight);
      })
      .join('');
  return (
    <g fill={tokens[track.tone]}>
      <path d={pathOf(false)} />
      <path d={pathOf(true)} opacity={0.4} />
    </g>
  );
}

/** What the same slices of an earlier time held, as a tick across each bar. */
export function EarlierMarks({ track }: { track: Track }) {
  const { slicePx, xOf, yOf, tokens } = usePlot();
  const tickPx = Math.min(MAX_BAR_PX, slicePx * BAR_SHARE) + 2;
  const d = track.values
    .map((value, index) =>
      value === null
        ? ''
        : `M${(xOf(index) - tickPx / 2).toFixed(2)} ${yOf(value).toFixed(2)}h${tickPx.toFixed(2)}`,
    )
    .join('');
  return <path d={d} stroke={tokens[track.tone]} strokeWidth={2} fill="none" />;
}

/** A bar with its upper corners rounded. */
function barPath(left: number, width: number, height: number, bottom: number): string {
  const radius = Math.min(2, width / 2, height);
  const shoulder = height - radius;
  return [
    `M${left.toFixed(2)} ${bottom}`,
    `v${(-shoulder).toFixed(2)}`,
    `q0 ${-radius} ${radius} ${-radius}`,
    `h${(width - 2 * radius).toFixed(2)}`,
    `q${radius} 0 ${radius} ${radius}`,
    `v${shoulder.toFixed(2)}z`,
  ].join('');
}
