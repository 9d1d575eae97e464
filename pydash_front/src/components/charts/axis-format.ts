import { formatDuration } from '@/lib/format';

/** Without the zeros that say nothing: `5 ms`, `2.5 ms`, `1 s`. */
export function formatAxisDuration(durationMs: number): string {
  if (durationMs > 0 && durationMs < 0.1) return `${durationMs} ms`;
  return formatDuration(durationMs)
    .replace(/(\.\d*?)0+(?=\s)/, '$1')
    .replace(/\.(?=\s)/, '');
}
