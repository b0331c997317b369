import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { anthropicError } from './anthropic/anthropic-errors.js';
import { anthropicRoutes } from './anthropic/anthropic-routes.js';
import { bedrockError } from './bedrock/bedrock-errors.js';
import { bedrockRoutes } from './bedrock/bedrock-routes.js';
import type { Credentials, Presented } from './credentials/credentials.js';
import { defaultBehaviour, readBehaviour, type Behaviour } from './behaviour/behaviour.js';
import { googleError } from './google/google-errors.js';
import { googleRoutes } from './google/google-routes.js';
import { prepare, PreparedReplies, type Prepared } from './http/prepared.js';
import { Recorder, type Recorded } from './http/recorder.js';
import { jsonReply, type Call, type Reply, type Route } from './http/reply.js';
import { breaksOff, isInstant, send, sendAtOnce } from './http/send.js';
import { control, echo, end } from './http/control.js';
import { openaiError } from './openai/openai-errors.js';
import { openaiRoutes } from './openai/openai-routes.js';
import { acceptRealtime } from './openai/realtime.js';
import { hashText, Random } from './text/random.js';

export type SimulatorOptions = {
  /** 0, the default, takes a free one. */
  port?: number;
  /** 127.0.0.1 by default. */
  host?: string;
  /** Same seed and same request: same reply. */
  seed?: number;
  /** What requests without `x-sim-*` headers get. */
  defaults?: Partial<Behaviour>;
  /** Decides about one request after its headers did; for tests such as "fail twice, then answer". */
  behave?: (request: Recorded) => Partial<Behaviour> | undefined;
  /** Requests kept for `requests`; 1,000 by default, 0 records nothing. */
  recordLimit?: number;
  /** Bodies kept, in bytes; 256 MB by default. */
  recordBytes?: number;
  /** Whose keys are verified, and not only looked at. */
  credentials?: Credentials;
};

export type Simulator = {
  /** `http://127.0.0.1:PORT` */
  url: string;
  port: number;
  /** The latest requests, oldest first. */
  requests: readonly Recorded[];
  /** Forgets requests, files, batches, prompt caches and prepared replies. */
  reset(): void;
  /** Breaks open connections and stops listening. */
  close(): Promise<void>;
};

const routes: Route[] = [...anthropicRoutes, ...openaiRoutes, ...googleRoutes, ...bedrockRoutes];
const prefixLimit = 10_000;
/** Longer requests are composed each time, so that kept replies stay within about 32 MB of keys. */
const keepBelow = 64 * 1024;

/** Starts a server that answers as OpenAI, Anthropic, Gemini and Bedrock do. Rejects when the port is taken. */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { seed = 1, host = '127.0.0.1' } = options;
  const defaults: Behaviour = { ...defaultBehaviour, ...options.defaults };
  const recorder = new Recorder(options.recordLimit ?? 1000, options.recordBytes ?? 256e6);
  const replies = new PreparedReplies();
  const prefixes = new Set<string>();
  const leftBehind = new Map<string, unknown>();
  const tokens = new Map<string, number>();
  const { credentials = {} } = options;
  const created = Math.floor(Date.now() / 1000);

  const seenPrefix = (prefix: string) => {
    if (prefixes.has(prefix)) return true;
    if (prefixes.size >= prefixLimit) prefixes.clear();
    prefixes.add(prefix);
    return false;
  };

  const answer = (message: IncomingMessage, body: Buffer, behaviour: Behaviour): Prepared => {
    const url = message.url ?? '/';
    const cut = url.indexOf('?');
    const path = cut < 0 ? url : url.slice(0, cut);
    const query = new URLSearchParams(cut < 0 ? '' : url.slice(cut));
    const found = findRoute(message, path);
    if ('status' in found) return prepare(found);
    const { route, match } = found;
    const { method = 'GET', headers } = message;
    const presented: Presented = { method, url, path, headers, query, body, credentials, tokens };
    const refused = route.authenticate(presented);
    if (refused) return prepare(refused);
    if (route.grant) return prepare(route.grant(presented));

    const text = body.length < keepBelow ? body.toString('latin1') : null;
    const { tokens: length, usage, cachedTokens, status, fail } = behaviour;
    const key =
      text === null ? null : `${method} ${url} ${length} ${usage} ${cachedTokens} ${status} ${fail}\n${text}`;
    const kept = key === null ? undefined : replies.get(key);
    if (kept) return kept;

    let parsed: unknown;
    if (route.raw) parsed = body;
    else if (method !== 'GET')
      try {
        parsed = JSON.parse(body.toString('utf8'));
      } catch {
        return prepare(malformed(route));
      }
    const random = new Random(hashText(text ?? body.toString('latin1'), hashText(`${seed}${path}`)));
    const call: Call = {
      method,
      path,
      query,
      headers,
      body: parsed,
      behaviour,
      random,
      created,
      kept: leftBehind,
      seenPrefix,
    };
    const answered = status === null ? route.handle(call, match) : route.failure(status, call);
    const reply = withFault(answered, route, call);
    const prepared = prepare(reply);
    if (key !== null && !reply.stateful && prepared.whole.length < keepBelow * 4) replies.set(key, prepared);
    return prepared;
  };

  const respond = async (message: IncomingMessage, response: ServerResponse, body: Buffer) => {
    // For health checks: not recorded, so that it does not push out what a test looks for.
    if (message.url === '/healthz') return end(response, jsonReply(200, { status: 'ok' }));
    if (message.url?.startsWith('/__sim/')) return control(message, response, recorder.requests, reset);
    const recorded = recorder.record(message, body);
    if (message.url?.startsWith('/echo')) return echo(message, response, body);
    const read = readBehaviour(message.headers, defaults);
    if ('fault' in read) return end(response, openaiError(400, read.fault, { code: 'simulator_header' }));
    const chosen = recorded && options.behave?.(recorded);
    const behaviour = chosen ? { ...read.behaviour, ...chosen } : read.behaviour;
    const prepared = answer(message, body, behaviour);
    if (recorded)
      response.once('close', () => {
        recorded.finished = response.writableFinished;
        recorded.aborted = !recorded.finished && !breaksOff.has(behaviour.fail);
      });
    if (isInstant(behaviour)) return sendAtOnce(response, prepared);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    await send(response, prepared, behaviour, gone.signal);
  };

  const server = createServer({ keepAliveTimeout: 65_000, requestTimeout: 0 }, (message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      respond(message, response, chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).catch(() =>
        response.destroy(),
      );
    });
    message.on('error', () => response.destroy());
  });
  // What is upgraded is the server's no more: it would not be closed with it.
  const sessions = new Set<Duplex>();
  server.on('upgrade', (message, socket) => {
    sessions.add(socket);
    socket.once('close', () => sessions.delete(socket));
    recorder.record(message, Buffer.alloc(0));
    acceptRealtime(message, socket);
  });

  const reset = () => {
    recorder.clear();
    replies.clear();
    prefixes.clear();
    leftBehind.clear();
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, 4096, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    port,
    requests: recorder.requests,
    reset,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of sessions) socket.destroy();
      }),
  };
}

/** What `fault` and `late-fault` make of a reply. */
function withFault(reply: Reply, route: Route, call: Call): Reply {
  const { fail } = call.behaviour;
  if ((fail !== 'fault' && fail !== 'late-fault') || reply.status !== 200) return reply;
  const fault = route.failure(429, call);
  if (!('frames' in reply)) return fail === 'fault' ? { ...fault, status: 200 } : reply;
  const body = 'body' in fault ? String(fault.body) : '';
  const frame = route.streamFault?.(fault) ?? `data: ${body}\n\n`;
  const begun = fail === 'fault' ? [] : reply.frames.slice(0, Math.ceil(reply.frames.length / 2));
  return { ...reply, frames: [...begun, frame] };
}

/** What is not JSON gets the provider's own words. */
function malformed(route: Route): Reply {
  if (route.error === anthropicError)
    return anthropicError(
      400,
      'The request body is not valid JSON: Expecting value: line 1 column 1 (char 0)',
    );
  if (route.error === googleError)
    return googleError(400, 'Invalid JSON payload received. Expected an object key or }.\n');
  if (route.error === bedrockError)
    return bedrockError(400, 'Unexpected character: was expecting a valid JSON value', {
      code: 'SerializationException',
    });
  return openaiError(
    400,
    'We could not parse the JSON body of your request. (HINT: This likely means you aren’t using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)',
  );
}

function findRoute(message: IncomingMessage, path: string): { route: Route; match: RegExpExecArray } | Reply {
  let method = false;
  for (const route of routes) {
    if (route.when && !route.when(message.headers)) continue;
    const match = route.pattern.exec(path);
    if (!match) continue;
    if (route.method === message.method) return { route, match };
    method = true;
  }
  return method
    ? openaiError(
        405,
        `Not allowed to ${message.method} on ${path} (HINT: Perhaps you meant to use a different HTTP method?)`,
      )
    : openaiError(404, `Invalid URL (${message.method} ${path})`, { code: 'unknown_url' });
}
