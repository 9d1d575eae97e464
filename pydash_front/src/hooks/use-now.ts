import { useEffect, useState } from 'react';

import { onClockChange, presentTime } from '@/lib/clock';

/** The time by the server's clock, to the minute: changes as the minute does. */
export function useNow(): Date {
  const [now, setNow] = useState(presentTime);
  useEffect(() => {
    const untilNextMinuteMs = 60_000 - (now.getTime() % 60_000) + 5;
    const tick = () => setNow(presentTime());
    const timer = setTimeout(tick, untilNextMinuteMs);
    const stop = onClockChange(tick);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [now]);
  return now;
}
