import { useEffect, useState } from 'react';

/** The time, to the minute: changes as the minute does. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const untilNextMinuteMs = 60_000 - (now.getTime() % 60_000) + 5;
    const timer = setTimeout(() => setNow(new Date()), untilNextMinuteMs);
    return () => clearTimeout(timer);
  }, [now]);
  return now;
}
