/** What the server says and hears: names for what `openapi.d.ts` holds, which it writes itself. */

import type { ByName } from '@/lib/by-name';
import type { components, operations } from '@/lib/openapi';

type Schemas = components['schemas'];

export type ApiErrorBody = Schemas['ErrorAnswer'];
export type Message = Schemas['MessageAnswer'];
export type RegisteredAnswer = Schemas['RegisteredAnswer'];

export type User = Schemas['UserAnswer'];
/** The body of a login may call the name one of two ways, for which the document has no type. */
export interface Credentials {
  name: string;
  password: string;
}
export interface Registration extends Credentials {
  email: string;
  invitation_code?: string;
}

export type Dashboard = Schemas['DashboardAnswer'];
export type DashboardDetail = Schemas['DashboardDetailAnswer'];
export type EndpointDetail = Schemas['EndpointDetailAnswer'];
export type DashboardState = Dashboard['state'];
export type NewDashboard = Schemas['RegisterDashboardBody'];
export type Registered = Schemas['RegisteredDashboardAnswer'];
export type RequestHeader = Schemas['HeaderBody'];
export type Trial = Schemas['TrialAnswer'];
export type Download = Schemas['DownloadAnswer'];

type StatisticQuery = operations['statistic_get']['parameters']['query'];
/** Those that are one number. */
export type Statistic = Exclude<StatisticQuery['statistic'], 'visits_per_ip'>;
export type Timeslice = NonNullable<StatisticQuery['timeslice']>;

/** One value per slice, in time order. `null`: no data fetched, or a time without a call. */
export type StatisticSeries = ByName<number | null>;
/** The same as the server sends it. */
export type StatisticSeriesAnswer = Readonly<Record<string, number | null>>;

export type BoxSummary = Schemas['BoxAnswer'];
export type BoxesByName = ByName<BoxSummary>;
export type Downtime = Schemas['DowntimeAnswer'];
/** A list for each day, of 24 numbers. */
export type HeatMapDays = (number | null)[][];
export type TimesPerVersionAndAnswer =
  operations['statistic_execution_times_per_version_and_ip']['responses'][200]['content']['application/json'];
export type VersionTimes = TimesPerVersionAndAnswer[string][string];
/** For each version, and in it for each IP or user. */
export type TimesPerVersionAnd = ByName<ByName<VersionTimes>>;

export type AdminOverview = Schemas['AdminOverviewAnswer'];

export type OpenSession = Schemas['SessionAnswer'];
export type SessionPage = Schemas['SessionPageAnswer'];
export type Activity = Schemas['ActivityAnswer'];
export type ActivityPage = Schemas['ActivityPageAnswer'];

export type Flaw = Schemas['FlawAnswer'];
export type FlawCount = Schemas['FlawCountAnswer'];
export type FlawPage = Schemas['FlawPageAnswer'];

export type ApiToken = Schemas['TokenAnswer'];
export type NewToken = Required<Omit<Schemas['CreateTokenBody'], 'password'>>;
export type CreatedToken = Schemas['CreatedTokenAnswer'];
export type TokenScope = ApiToken['scope'];
