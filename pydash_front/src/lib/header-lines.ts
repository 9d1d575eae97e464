import type { RequestHeader } from './api-types';

/** Request headers as people write them: one to a line, `Name: value`. */
export function parseHeaderLines(text: string): RequestHeader[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const [name = '', ...rest] = line.split(':');
    return { name: name.trim(), value: rest.join(':').trim() };
  });
}
