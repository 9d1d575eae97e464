/**
 * What the server says of things that its users have named: versions, endpoints, people.
 *
 * A plain object is no place for such names. It moves those that look like numbers to the front,
 * and `toString` or `__proto__` is in it before anything was put there.
 */
export type ByName<Value> = ReadonlyMap<string, Value>;

/** The members of an answer as a map, in the given order; names that are not in it come last. */
export function byName<Value>(
  answer: Readonly<Record<string, Value>>,
  order: readonly string[] = [],
): ByName<Value> {
  const found = new Map(Object.entries(answer));
  const sorted = new Map<string, Value>();
  for (const name of order) {
    const value = found.get(name);
    if (value !== undefined) sorted.set(name, value);
  }
  for (const [name, value] of found) if (!sorted.has(name)) sorted.set(name, value);
  return sorted;
}

/** The same map in another order; names that are not in it come last. */
export function inOrderOf<Value>(map: ByName<Value>, order: readonly string[]): ByName<Value> {
  const place = new Map(order.map((name, index) => [name, index]));
  const placeOf = ([name]: readonly [string, unknown]) => place.get(name) ?? order.length;
  return new Map([...map].sort((one, other) => placeOf(one) - placeOf(other)));
}
