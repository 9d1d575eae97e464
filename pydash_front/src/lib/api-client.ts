import axios, { AxiosError, type AxiosRequestConfig } from 'axios';

import type { ApiErrorBody } from './api-types';
import { texts } from './texts';

/** A refusal or failure of the server, or the failure to reach it (`status` 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

const client = axios.create({
  baseURL: '/api',
  timeout: 60_000,
  // A list is the same name again and again.
  paramsSerializer: { indexes: null },
});

function isErrorBody(body: unknown): body is ApiErrorBody {
  return typeof body === 'object' && body !== null && 'message' in body && 'code' in body;
}

function toApiError(error: AxiosError): ApiError {
  const { response } = error;
  if (!response) return new ApiError(0, 'no_connection', texts.errors.noConnection);
  if (!isErrorBody(response.data)) {
    return new ApiError(response.status, 'unexpected', texts.errors.unexpected);
  }
  const { code, message, fields } = response.data;
  return new ApiError(response.status, code, message, fields ?? {});
}

async function send<Answer>(config: AxiosRequestConfig): Promise<Answer> {
  try {
    const response = await client.request<Answer>(config);
    return response.data;
  } catch (error) {
    if (error instanceof AxiosError && !axios.isCancel(error)) throw toApiError(error);
    throw error;
  }
}

export type QueryParams = Record<string, string | boolean | readonly string[] | undefined>;

export function getJson<Answer>(
  url: string,
  signal?: AbortSignal,
  params?: QueryParams,
): Promise<Answer> {
  return send<Answer>({ method: 'get', url, params, signal });
}

export function postJson<Answer>(url: string, data: object = {}): Promise<Answer> {
  return send<Answer>({ method: 'post', url, data });
}
