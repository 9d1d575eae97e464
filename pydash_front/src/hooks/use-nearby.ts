import { startTransition, useCallback, useState, type RefCallback } from 'react';

/** How far beyond the screen's edges things are drawn already. */
const AHEAD = '800px 0px';

/** True from the time on when an element comes near the screen. */
export function useNearby(isAtOnce: boolean): [RefCallback<Element>, boolean] {
  const [isNear, setNear] = useState(isAtOnce);
  const ref = useCallback((element: Element | null) => {
    if (!element) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        // May be interrupted, so that scrolling never waits for it.
        startTransition(() => setNear(true));
        observer.disconnect();
      },
      { rootMargin: AHEAD },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, isNear];
}
