import type { Dashboard, DashboardDetail, Download, EndpointDetail, User } from '@/lib/api-types';

export const ALICE: User = {
  id: '6d1f7d8e-0b5b-4d5c-9f0e-6a4b2f1c0a01',
  username: 'alice',
  email: 'alice@example.org',
  pending_email: null,
  theme: 'system',
  play_sounds: false,
  is_admin: false,
};

export const EXPORT_WHEEL: Download = {
  name: 'fmd_export',
  version: '0.1.0',
  file_name: 'fmd_export-0.1.0-py3-none-any.whl',
  url: 'https://pydash.example.org/downloads/fmd_export-0.1.0-py3-none-any.whl',
  sha256: '4f2a'.repeat(16),
  size_bytes: 21_030,
};

/** A healthy dashboard, but for what the test says. */
export function makeDashboard(overrides: Partial<Dashboard> = {}): Dashboard {
  const now = new Date().toISOString();
  return {
    id: '0c5b8f2e-52a4-4e0b-9d5d-0f6c3a1b2c3d',
    url: 'https://shop.example.org/dashboard',
    name: 'shop-api',
    error: null,
    error_code: null,
    error_since: null,
    endpoints: [],
    endpoint_count: 0,
    endpoints_are_cut: false,
    warnings: [],
    state: 'up_to_date',
    fmd_version: '1.13.1',
    version: '1.4.0',
    last_fetch_at: now,
    complete_from: '2018-04-01T00:00:00Z',
    complete_until: now,
    fetch_progress_ratio: 1,
    first_call_at: '2018-04-01T00:00:00Z',
    visits_last_7_days: 184203,
    visits_previous_7_days: 164467,
    visits_sparkline: Array.from({ length: 28 }, () => 6578),
    unique_visitors: 9412,
    unique_visitors_previous_7_days: 9050,
    median_execution_time: 48,
    median_execution_time_previous_7_days: 47,
    p95_execution_time: 312,
    p95_execution_time_previous_7_days: 264,
    monitor_downtime: false,
    fetch_interval_s: null,
    header_names: [],
    is_up: null,
    uptime_ratio: null,
    uptime_strip: Array.from({ length: 28 }, () => null),
    ...overrides,
  };
}

/** An endpoint that is shown, and of which nothing else is known. */
export function makeEndpoint(name: string): EndpointDetail {
  return {
    name,
    enabled: true,
    aggregates: null,
    first_seen_version: null,
    first_seen_at: null,
    last_called_at: null,
  };
}

/** The same as its own page gets it, with two versions. */
export function makeDetail(overrides: Partial<DashboardDetail> = {}): DashboardDetail {
  const details = {
    aggregates: null,
    versions: ['1.3.0', '1.4.0'],
    endpoints: [],
    gaps: [],
    calls_from: null,
    version_note: null,
  };
  return { ...makeDashboard(), ...details, ...overrides };
}
