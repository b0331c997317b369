import { CodedError } from '@heliostat/platform';
import { request, type Dispatcher } from 'undici';

export type PostOptions = {
  apiKey?: string | undefined;
  timeoutMs: number;
  dispatcher?: Dispatcher | undefined;
};

/** Largest answer that a guard's server may give, in bytes (1 MB). */
const maxAnswer = 1024 * 1024;

/**
 * Asks a guard's server, whose URL a setting names, and returns its JSON.
 * @throws `guard/unavailable` (503) where it does not answer in time, with another status than 2xx, or no JSON.
 */
export async function postJson(url: string, body: unknown, options: PostOptions): Promise<unknown> {
  const { apiKey, timeoutMs, dispatcher } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify(body),
      signal,
      ...(dispatcher === undefined ? {} : { dispatcher }),
    });
    if (answer.statusCode < 200 || answer.statusCode > 299) {
      await answer.body.dump({ limit: maxAnswer, signal });
      throw new Error(`status ${answer.statusCode}`);
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxAnswer) throw new Error('the answer is too long');
      chunks.push(chunk);
    }
    return JSON.parse(Buffer.concat(chunks).toString()) as unknown;
  } catch (cause) {
    throw new CodedError('guard/unavailable', "The guard's server does not answer.", 503, { cause });
  }
}

/** The URL of an API path at a base that may end in `/v1`, or that is the whole URL already. */
export function endpointUrl(base: string, path: string): string {
  const url = new URL(base);
  const prefix = url.pathname.replace(/\/+$/, '');
  if (prefix.endsWith(path.replace(/^\/v1/, ''))) return base;
  url.pathname = prefix.endsWith('/v1') ? prefix + path.slice('/v1'.length) : prefix + path;
  return url.toString();
}
