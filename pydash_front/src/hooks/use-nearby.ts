import { startTransition, useCallback, useState, type RefCallback } from 'react';

/** How far beyond the screen's edges things are drawn already. */
const AHEAD = '800px 0px';

/**
 * Whether an element is near the screen, or holds what has the focus.
 *
 * @param isAtOnce what holds until that is known.
 * @param isForGood that what was near stays drawn: for what may leave less room behind than it took.
 */
export function useNearby(isAtOnce: boolean, isForGood = false): [RefCallback<Element>, boolean] {
  const [isNear, setNear] = useState(isAtOnce);
  const ref = useCallback(
    (element: Element | null) => {
      if (!element) return undefined;
      const observer = new IntersectionObserver(
        (entries) => {
          const comes = entries.at(-1)?.isIntersecting ?? false;
          // What has the focus would lose it.
          if (!comes && (isForGood || element.contains(document.activeElement))) return;
          // May be interrupted, so that scrolling never waits for it.
          startTransition(() => setNear(comes));
        },
        { rootMargin: AHEAD },
      );
      observer.observe(element);
      return () => observer.disconnect();
    },
    [isForGood],
  );
  return [ref, isNear];
}
