/** What the server says and hears, as in its API contract. */

export interface ApiErrorBody {
  message: string;
  code: string;
  fields?: Record<string, string>;
}

export interface User {
  id: string;
  username: string;
  email: string;
  theme: 'system' | 'light' | 'dark';
  play_sounds: boolean;
}

export interface Credentials {
  name: string;
  password: string;
}

export interface Registration extends Credentials {
  email: string;
}

export interface Message {
  message: string;
}

export type DashboardState = 'backfilling' | 'up_to_date' | 'failing';

export interface Dashboard {
  id: string;
  url: string;
  name: string;
  /** A sentence for the owner; `null` while all is well. */
  error: string | null;
  error_code: string | null;
  error_since: string | null;
  endpoints: { name: string; enabled: boolean }[];
  warnings: { code: string; message: string }[];
  state: DashboardState;
  fmd_version: string | null;
  /** The newest version seen of the app itself. */
  version: string | null;
  last_fetch_at: string | null;
  complete_from: string | null;
  complete_until: string | null;
  /** 0 to 1. */
  fetch_progress_ratio: number;
  first_call_at: string | null;
  /** `null`: not known, because nothing of that time has been fetched. */
  visits_last_7_days: number | null;
  visits_previous_7_days: number | null;
  /** Six-hour slices, oldest first, ending now. */
  visits_sparkline: (number | null)[];
  /** Of the last seven days. */
  unique_visitors: number | null;
}

export interface NewDashboard {
  name: string;
  url: string;
  token: string;
}

export interface Registered extends Message {
  id: string;
}

export type Statistic = 'total_visits' | 'unique_visitors' | 'average_execution_time';

export type Timeslice = 'year' | 'month' | 'week' | 'day' | 'hour' | 'minute';

/** One value a slice, in time order. `null`: no data fetched, or a time without a call. */
export type StatisticSeries = Record<string, number | null>;
