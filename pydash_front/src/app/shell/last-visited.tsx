import { useEffect } from 'react';
import { Link, useLocation } from 'react-router';

import { StateDot } from '@/components/dashboards/state-label';
import { dashboardAddress } from '@/lib/addresses';
import type { Dashboard } from '@/lib/api-types';
import { recall, remember } from '@/lib/browser-memory';
import { texts } from '@/lib/texts';

import styles from './last-visited.module.css';

const STORAGE_KEY = 'pydash-last-visited';
const MOST = 5;

function readIds(): string[] {
  return (recall(STORAGE_KEY) ?? '').split(' ').filter(Boolean);
}

interface LastVisitedProps {
  dashboards: readonly Dashboard[];
  onNavigate: () => void;
}

/** The apps that were opened last in this browser, the newest first; the present one is not told. */
export function LastVisited({ dashboards, onNavigate }: LastVisitedProps) {
  const { pathname } = useLocation();
  const shownId = /^\/dashboards\/([^/]+)/.exec(pathname)?.[1];
  useEffect(() => {
    if (shownId === undefined) return;
    const others = readIds().filter((id) => id !== shownId);
    remember(STORAGE_KEY, [shownId, ...others].slice(0, MOST + 1).join(' '));
  }, [shownId]);
  const known = new Map(dashboards.map((dashboard) => [dashboard.id, dashboard]));
  const visited = readIds().flatMap((id) => (id === shownId ? [] : (known.get(id) ?? [])));
  if (visited.length === 0) return null;
  return (
    <div className={styles.visited}>
      <h2 className={styles.title}>{texts.shell.lastVisited}</h2>
      <ul>
        {visited.slice(0, MOST).map((dashboard) => (
          <li key={dashboard.id}>
            <StateDot dashboard={dashboard} />
            <Link to={dashboardAddress(dashboard.id)} title={dashboard.name} onClick={onNavigate}>
              {dashboard.name}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
