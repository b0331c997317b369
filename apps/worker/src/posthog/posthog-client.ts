import { Agent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { PosthogTarget } from '@heliostat/contracts';
import { assertPublicHost, CodedError, errorMessage, publicLookup } from '@heliostat/platform';

export type PosthogDelivery =
  | { outcome: 'sent' }
  /** `refused` for good, `failed` for now; `reason` says why, without the key. */
  | { outcome: 'refused' | 'failed'; reason: string };

export type PosthogClientOptions = {
  /** Whether an origin may be a private address. */
  mayBePrivate: (origin: string) => boolean;
  /** Ends what is under way when the worker stops. */
  signal: AbortSignal;
  timeoutMs?: number;
};

export const defaultPosthogHost = 'https://app.posthog.com';
/** From the look-up to the end of the reply. */
const sendMs = 10_000;
/** PostHog answers with a few words; a connection that carries more is closed. */
const maxReplyBytes = 64 * 1024;
/** Idle connections to each host, and for how long. */
const agentOptions = { keepAlive: true, maxFreeSockets: 8, timeout: 5_000 };

/** The address that events of a target go to; null where its host is no URL. */
export const captureUrl = ({ host }: PosthogTarget): URL | null =>
  URL.parse(`${host ?? defaultPosthogHost}/capture/`);

/**
 * Sends events to PostHogs over kept-alive connections. Follows no redirect. A name that leads to a private address is
 * refused after it was resolved, unless the installation allows it.
 */
export class PosthogClient {
  private readonly agents = {
    http: new Agent(agentOptions),
    https: new HttpsAgent(agentOptions),
  };

  constructor(private readonly options: PosthogClientOptions) {}

  /** Never throws. Statuses of 408, 429 and 5xx, and whatever the network does, may be better later. */
  async send(target: PosthogTarget, body: string): Promise<PosthogDelivery> {
    const url = captureUrl(target);
    if (url === null) return { outcome: 'refused', reason: 'the host is no address' };
    try {
      const status = await this.post(url, Buffer.from(body));
      if (status >= 200 && status < 300) return { outcome: 'sent' };
      const passing = status === 408 || status === 429 || status >= 500;
      return { outcome: passing ? 'failed' : 'refused', reason: `status ${status}` };
    } catch (error) {
      return { outcome: error instanceof CodedError ? 'refused' : 'failed', reason: reasonOf(error) };
    }
  }

  close(): void {
    this.agents.http.destroy();
    this.agents.https.destroy();
  }

  private async post(url: URL, body: Buffer, again = false): Promise<number> {
    const guarded = !this.options.mayBePrivate(url.origin);
    if (guarded) assertPublicHost(url.hostname);
    const { signal, timeoutMs = sendMs } = this.options;
    const late = AbortSignal.timeout(timeoutMs);
    const request = this.open(url, body.length, guarded, AbortSignal.any([signal, late]));
    try {
      return await answerOf(request, body);
    } catch (error) {
      if (signal.aborted) throw new Error('the worker is stopping', { cause: error });
      if (late.aborted) throw new Error(`no reply within ${timeoutMs} ms`, { cause: error });
      // The other side closed a connection while it was idle; the event's uuid makes a second time harmless.
      if (!again && request.reusedSocket) return this.post(url, body, true);
      throw error;
    }
  }

  private open(url: URL, length: number, guarded: boolean, signal: AbortSignal): ClientRequest {
    const secure = url.protocol === 'https:';
    return (secure ? httpsRequest : httpRequest)(url, {
      agent: secure ? this.agents.https : this.agents.http,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': length,
        'user-agent': 'heliostat',
      },
      signal,
      ...(guarded ? { lookup: publicLookup } : {}),
    });
  }
}

/** Where all addresses of a name refuse, Node's error has a code and no words. */
const reasonOf = (error: unknown): string =>
  errorMessage(error) || String((error as NodeJS.ErrnoException).code ?? 'no connection');

/** Status of the reply, once its head is here. */
function answerOf(request: ClientRequest, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (reply) => {
      drain(reply);
      resolve(reply.statusCode ?? 0);
    });
    request.end(body);
  });
}

function drain(reply: IncomingMessage): void {
  let bytes = 0;
  reply.on('error', () => {});
  reply.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxReplyBytes) reply.destroy();
  });
}
