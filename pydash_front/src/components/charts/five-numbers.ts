import { logAxis, type ValueAxis } from './value-scale';

/** Five numbers in milliseconds, ascending: 5th, 25th, 50th, 75th and 95th percentile. */
export type FiveNumbers = readonly [number, number, number, number, number];

/** An axis for all of a card's boxes. */
export function boxAxis(boxes: readonly (FiveNumbers | null)[]): ValueAxis {
  return logAxis(boxes.flatMap((box) => (box ? [box[0], box[4]] : [])));
}
