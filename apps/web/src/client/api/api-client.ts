import { activeOrganization } from './active-organization';

/**
 * What the API refused, in its own words. `status` is 0 when there was no answer at all; `retryAfterMs` is what a limit
 * asks to wait.
 */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

const wordsForStatus: Record<number, string> = {
  401: 'You are signed out. Sign in again to go on.',
  403: 'Your role does not allow this.',
  404: 'This does not exist, or belongs to another organization.',
  413: 'This is larger than the server accepts.',
  429: 'Too many requests at once. Wait a moment and try again.',
  502: 'The API cannot be reached right now. It may be starting; try again in a moment.',
  503: 'The API is not ready yet. Try again in a moment.',
  504: 'The API took too long to answer. Try again, or choose a shorter time window.',
};

/** The words of an error reply: the envelope's, better-auth's or Fastify's `message`, else our own for the status. */
export function errorWords(status: number, body: unknown): string {
  if (typeof body === 'object' && body !== null) {
    const { error, message } = body as { error?: unknown; message?: unknown };
    if (typeof message === 'string' && message) return message;
    if (typeof error === 'string' && error) return error;
    if (
      typeof error === 'object' &&
      error !== null &&
      'message' in error &&
      typeof error.message === 'string'
    )
      return error.message;
  }
  return wordsForStatus[status] ?? `The API answered with status ${status}.`;
}

type Options = { body?: unknown; signal?: AbortSignal };

async function call<T>(method: string, path: string, { body, signal }: Options = {}): Promise<T> {
  const organization = activeOrganization.get();
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      method,
      signal,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(organization && { 'helicone-org-id': organization }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, 'Heliostat cannot be reached. Check your connection and that it is running.');
  }
  const text = await response.text();
  const reply = parse(text);
  if (!response.ok)
    throw new ApiError(response.status, errorWords(response.status, reply), retryAfterMs(response));
  if (typeof reply === 'object' && reply !== null && 'error' in reply && 'data' in reply) {
    if (reply.error !== null) throw new ApiError(response.status, errorWords(response.status, reply));
    return reply.data as T;
  }
  return reply as T;
}

/** Of a 429: what `Retry-After` says, in seconds, from one up to two minutes; 5 s where it says nothing. */
export function retryAfterMs({ status, headers }: Pick<Response, 'status' | 'headers'>): number | undefined {
  if (status !== 429) return undefined;
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) ? Math.min(120, Math.max(1, seconds)) * 1_000 : 5_000;
}

function parse(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** Calls jawn through this origin. Paths start with `/v1/`; the `{ data, error }` envelope is opened here. */
export const api = {
  get: <T>(path: string, signal?: AbortSignal) => call<T>('GET', path, { signal }),
  post: <T>(path: string, body: unknown, signal?: AbortSignal) => call<T>('POST', path, { body, signal }),
  put: <T>(path: string, body: unknown) => call<T>('PUT', path, { body }),
  patch: <T>(path: string, body: unknown) => call<T>('PATCH', path, { body }),
  delete: <T>(path: string) => call<T>('DELETE', path),
};
