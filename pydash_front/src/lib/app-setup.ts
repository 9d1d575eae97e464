/** What somebody types and pastes to have an app read by this very PyDash. */
import { queryOptions, useQuery } from '@tanstack/react-query';

import { getJson } from './api-client';
import type { Download } from './api-types';
import { atBase } from './base-path';

const TOKEN_BYTES = 32;

export const downloadsQuery = queryOptions({
  queryKey: ['downloads'],
  queryFn: ({ signal }) => getJson<Download[]>('/downloads', signal),
  staleTime: Infinity,
});

/** Random, and fit for a Python string. The browser makes it: over plain http it can, too. */
export function makeAppToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The wheel of fmd_export as this PyDash hands it out; `null` where it has none. */
export function useExportWheel() {
  const { data, error } = useQuery(downloadsQuery);
  const wheel = data?.find(({ name }) => name === 'fmd_export') ?? null;
  return { wheel, isMissing: data !== undefined && wheel === null, error };
}

/** Installs from the address at which this page was opened; pip compares the sum. */
export function installCommand({ file_name: file, sha256 }: Download): string {
  return `pip install ${window.location.origin}${atBase(`/downloads/${file}`)}#sha256=${sha256}`;
}

/** Sets the token before `bind`, which takes it over. */
export function setupLines(token: string): string {
  return [
    'import flask_monitoringdashboard as dashboard',
    'import fmd_export',
    '',
    `dashboard.config.security_token = "${token}"`,
    'dashboard.bind(app)',
    'fmd_export.bind(app)',
  ].join('\n');
}
