import axios, { AxiosError, type AxiosRequestConfig, type AxiosResponse } from 'axios';

import type { ApiErrorBody } from './api-types';
import { atBase } from './base-path';
import { byName, type ByName } from './by-name';
import { noteServerTime } from './clock';
import { ACCOUNT_HEADER, drawnFor, noteOtherAccount } from './drawn-for';
import { askForPassword } from './password-prompt';
import { texts } from './texts';

/** The code of what a sign-in gateway in front of PyDash has answered in its place. */
export const GATEWAY_CODE = 'gateway';

/** A refusal or failure of the server, or the failure to reach it (`status` 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: ByName<string> = new Map(),
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

const client = axios.create({
  baseURL: atBase('/api'),
  timeout: 60_000,
  // A list is the same name again and again.
  paramsSerializer: { indexes: null },
});

client.interceptors.request.use((config) => {
  const accountId = drawnFor();
  if (accountId !== null) config.headers.set(ACCOUNT_HEADER, accountId);
  return config;
});

function isJson({ headers }: AxiosResponse): boolean {
  return String(headers['content-type'] ?? '').includes('json');
}

function isErrorBody(body: unknown): body is ApiErrorBody {
  return typeof body === 'object' && body !== null && 'message' in body && 'code' in body;
}

/** What to say of an answer that is not PyDash's own, by its status. */
function foreignAnswer(status: number): ApiError {
  if (status < 400 || status === 401 || status === 403) return gatewayError(status);
  if (status >= 502 && status <= 504) return new ApiError(status, 'proxy', texts.errors.proxy);
  return new ApiError(status, 'unexpected', texts.errors.unexpected);
}

function gatewayError(status: number): ApiError {
  return new ApiError(status, GATEWAY_CODE, texts.errors.gateway);
}

async function toApiError({ code: cause, response }: AxiosError): Promise<ApiError> {
  if (!response) {
    if (cause === AxiosError.ECONNABORTED || cause === AxiosError.ETIMEDOUT) {
      return new ApiError(0, 'timed_out', texts.errors.timedOut);
    }
    if (await isSentElsewhere()) return gatewayError(0);
    return new ApiError(0, 'no_connection', texts.errors.noConnection);
  }
  if (!isErrorBody(response.data)) return foreignAnswer(response.status);
  const { code, message, fields } = response.data;
  if (code === 'other_account') noteOtherAccount();
  return new ApiError(response.status, code, message, byName(fields ?? {}));
}

/** Whether a gateway sends the API to another site, as one does whose sign-in has ended. */
async function isSentElsewhere(): Promise<boolean> {
  try {
    const answer = await fetch(atBase('/api/health'), { redirect: 'manual', cache: 'no-store' });
    return answer.type === 'opaqueredirect';
  } catch {
    return false;
  }
}

async function send<Answer>(config: AxiosRequestConfig): Promise<Answer> {
  try {
    const response = await client.request<Answer>(config);
    noteServerTime(response.headers.date);
    // A gateway's login page is a perfect answer, with the status of one.
    if (!isJson(response)) throw foreignAnswer(response.status);
    return response.data;
  } catch (error) {
    if (error instanceof AxiosError && !axios.isCancel(error)) {
      noteServerTime(error.response?.headers.date);
      throw await toApiError(error);
    }
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

/** Posts, and where the server wants the password for it once more, asks for that and posts again. */
export async function postJson<Answer>(url: string, data: object = {}): Promise<Answer> {
  const config = { method: 'post', url, data };
  try {
    return await send<Answer>(config);
  } catch (error) {
    const isWanted = error instanceof ApiError && error.code === 'password_required';
    if (isWanted && (await askForPassword())) return send<Answer>(config);
    throw error;
  }
}
