import type { Track } from './chart-series';
import { usePlot, type Plot } from './plot';

/** From here on a thick line would be a smear. */
const MANY_SLICES = 400;
const LABEL_LINE_PX = 14;

/** One line a track, broken where there is nothing to tell, with its name at its end. */
export function LineMarks({ tracks }: { tracks: readonly Track[] }) {
  const plot = usePlot();
  return (
    <g>
      {tracks.map((track) => (
        <Line key={track.name} track={track} plot={plot} />
      ))}
      {tracks.length > 1 && <EndLabels tracks={tracks} plot={plot} />}
    </g>
  );
}

interface LineProps {
  track: Track;
  plot: Plot;
}

function Line({ track, plot }: LineProps) {
  const { xOf, yOf, tokens } = plot;
  const { values } = track;
  const color = tokens[track.tone];
  const d = values
    .map((value, index) => {
      if (value === null) return '';
      const isJoined = (values[index - 1] ?? null) !== null;
      return `${isJoined ? 'L' : 'M'}${xOf(index).toFixed(2)} ${yOf(value).toFixed(2)}`;
    })
    .join('');
  return (
    <>
      <path
        d={d}
        fill="none"
        stroke={color}
        strokeWidth={values.length > MANY_SLICES ? 1 : 2}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {values.map((value, index) =>
        value !== null && isDotted(values, index) ? (
          <circle key={index} cx={xOf(index)} cy={yOf(value)} r={3} fill={color} />
        ) : null,
      )}
    </>
  );
}

/** The last point, and those with no neighbour to be joined to, which no line would show. */
function isDotted(values: Track['values'], index: number): boolean {
  const isKnown = (at: number) => (values[at] ?? null) !== null;
  return index === lastKnown(values) || (!isKnown(index - 1) && !isKnown(index + 1));
}

function lastKnown(values: Track['values']): number {
  return values.findLastIndex((value) => value !== null);
}

interface EndLabelsProps {
  tracks: readonly Track[];
  plot: Plot;
}

/** The lines' names, pushed apart where they would lie on each other. */
function EndLabels({ tracks, plot }: EndLabelsProps) {
  const labels = tracks.flatMap((track) => {
    const value = track.values[lastKnown(track.values)] ?? null;
    return value === null ? [] : [{ track, y: plot.yOf(value) }];
  });
  labels.sort((one, other) => one.y - other.y);
  labels.forEach((label, index) => {
    const above = labels[index - 1];
    if (above) label.y = Math.max(label.y, above.y + LABEL_LINE_PX);
  });
  return labels.map(({ track, y }) => (
    <text
      key={track.name}
      x={plot.innerWidth + 6}
      y={y + 4}
      fontSize={12}
      fontWeight={600}
      fill={plot.tokens[track.tone]}
    >
      {track.name}
    </text>
  ));
}
