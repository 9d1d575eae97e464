import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { ApiError, postJson } from '@/lib/api-client';
import type { NewDashboard, Registered, Trial } from '@/lib/api-types';
import { presentTime } from '@/lib/clock';
import { DASHBOARDS_KEY } from '@/lib/dashboards';
import { readNewApp, startNewApp } from '@/lib/new-app';
import { play } from '@/lib/sound';

/** The server asks the app first, and stores the dashboard only if address and code fit. */
export function useAddDashboard() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: register,
    onSuccess: () => client.invalidateQueries({ queryKey: DASHBOARDS_KEY }),
  });
}

function register(dashboard: NewDashboard): Promise<Registered> {
  return postJson<Registered>('/dashboards/register', dashboard);
}

/** An app that PyDash waits for. */
export interface AwaitedApp {
  dashboard: NewDashboard;
  number: number;
  /** Whether the token was made here, and is the one that every tab shows. */
  hasMadeToken: boolean;
  /** What was seen when it was refused; the next look then comes a while later. */
  refusal: Look | undefined;
}

/** What PyDash saw last, and the id of the dashboard once there is one. */
export interface Look extends Trial {
  id: string | null;
  seenAt: Date;
  /** Whether another tab has added it meanwhile. */
  isElsewhere: boolean;
}

const UNTRIED: Trial = { fits: true, code: null, message: null, blames: null, fmd_version: null };

const SECOND_MS = 1_000;
const BAD_REQUEST = 400;
/** By how many looks there were: quick while somebody is starting the app, and then slower. */
const PACES: readonly (readonly [looks: number, waitMs: number])[] = [
  [20, 3 * SECOND_MS],
  [60, 5 * SECOND_MS],
  [240, 15 * SECOND_MS],
  [Infinity, 60 * SECOND_MS],
];

export function paceOf(lookCount: number): number {
  return PACES.find(([looks]) => lookCount < looks)?.[1] ?? 60 * SECOND_MS;
}

/** Looks for an app again and again, and adds it as soon as it is there. */
export function useLooks(app: AwaitedApp | null) {
  const client = useQueryClient();
  return useQuery({
    queryKey: ['looks', app?.number],
    queryFn: app ? () => lookFor(app) : skipToken,
    initialData: app?.refusal,
    staleTime: Infinity,
    refetchOnWindowFocus: 'always',
    refetchInterval: ({ state: { data, error, dataUpdateCount } }) =>
      data?.id || data?.isElsewhere || isFinal(error) ? false : paceOf(dataUpdateCount),
  });

  async function lookFor({ hasMadeToken, dashboard }: AwaitedApp): Promise<Look> {
    const { url, token, headers } = dashboard;
    const seenAt = presentTime();
    if (hasMadeToken && readNewApp().token !== token) {
      return { ...UNTRIED, id: null, seenAt, isElsewhere: true };
    }
    const trial = await postJson<Trial>('/dashboards/try', { url, token, headers });
    if (!trial.fits) return { ...trial, id: null, seenAt, isElsewhere: false };
    const { id } = await register(dashboard);
    if (hasMadeToken) startNewApp();
    play('success');
    await client.invalidateQueries({ queryKey: DASHBOARDS_KEY });
    return { ...trial, id, seenAt, isElsewhere: false };
  }
}

/** The refusal of a registration as a look. */
export function toLook(error: Error): Look | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const { code, message, fields } = error;
  const blames = (['token', 'url'] as const).find((field) => fields.has(field)) ?? null;
  const seenAt = presentTime();
  return { ...UNTRIED, fits: false, code, message, blames, id: null, seenAt, isElsewhere: false };
}

/** Refusals that no waiting changes. */
const FINAL_CODES: readonly string[] = [
  'invalid_input',
  'invalid_url',
  'address_refused',
  'quota_exceeded',
];

export function isFinal(error: Error | null): boolean {
  return error instanceof ApiError && FINAL_CODES.includes(error.code);
}

/** Whether the app may come to fit while PyDash waits for it. */
export function mayPass(error: Error): boolean {
  return error instanceof ApiError && error.status === BAD_REQUEST && !isFinal(error);
}
