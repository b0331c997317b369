import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { StoredPolicy } from '../rate-limits/policy-store.js';
import { FakeCredits, FakeOwnKeys } from './gateway.fixture.js';
import { startTestProxy, testKey, type TestProxy } from './proxy.fixture.js';
import { until } from './raw-client.js';
import { startRealtimeProvider, type RealtimeProvider } from './realtime-provider.fixture.js';

type Event = { type: string; error?: Record<string, unknown> };

export const create = { type: 'response.create' };
/** 16 tokens in (12 of them audio), 4 from the cache, 10 out (6 of them audio), at gpt-realtime's prices. */
export const costOfReply = 4 * 4_000 + 12 * 32_000 + 4 * 400 + 4 * 16_000 + 6 * 64_000;

/** A proxy with a realtime provider behind it, for which the installation has a key. Call it in a `describe`. */
export function useRealtime() {
  let provider: RealtimeProvider;
  let sut: TestProxy;
  let stored: StoredPolicy[];
  let storedAway: boolean;
  const credits = new FakeCredits();
  const ownKeys = new FakeOwnKeys();

  beforeAll(async () => {
    provider = await startRealtimeProvider();
  });
  beforeEach(async () => {
    stored = [];
    storedAway = false;
    ownKeys.keys = [];
    credits.balance = undefined;
    credits.suspended = false;
    credits.ready = undefined;
    credits.reserved.length = 0;
    credits.settled.length = 0;
    provider.seen.messages = [];
    sut = await startTestProxy(provider.url, {
      settings: {
        PROVIDER_OPENAI_API_KEY: 'sk-installation',
        PROVIDER_GOOGLE_AI_STUDIO_BASE_URL: provider.url,
        MODERATION: 'local',
      },
      stores: {
        credits,
        ownKeys,
        policies: { policiesOf: () => (storedAway ? Promise.reject(new Error('away')) : stored) },
      },
    });
  });
  afterEach(() => sut.stop());
  afterAll(() => provider.stop());

  const open = (headers: Record<string, string> = {}, path = '/oai/v1/realtime?model=gpt-realtime') => {
    const unified = path.startsWith('/v1');
    const socket = new WebSocket(sut.url.replace('http', 'ws') + path, {
      headers: {
        ...(unified
          ? { authorization: `Bearer ${testKey}` }
          : { 'helicone-auth': `Bearer ${testKey}`, authorization: 'Bearer sk-client' }),
        ...headers,
      },
    });
    const events: Event[] = [];
    const heard: Buffer[] = [];
    socket.on('message', (data, binary) => {
      heard.push(data as Buffer);
      if (!binary) events.push(JSON.parse((data as Buffer).toString()) as Event);
    });
    const of = (type: string) => events.filter((event) => event.type === type);
    return {
      socket,
      heard,
      of,
      opened: once(socket, 'open'),
      say: (event: object) => socket.send(JSON.stringify(event)),
    };
  };
  /** A session that the installation's key pays for. */
  const paid = (headers = {}, model = 'gpt-realtime') => open(headers, `/v1/realtime?model=${model}`);
  const refused = (socket: WebSocket) =>
    new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>((resolve) =>
      socket.on('unexpected-response', (_request, reply) => {
        let body = '';
        reply.on('data', (chunk: Buffer) => (body += chunk.toString()));
        reply.on('end', () => resolve({ status: reply.statusCode!, headers: reply.headers, body }));
      }),
    );
  /** A session's replies, each to its end or its refusal. */
  const replies = async (session: ReturnType<typeof open>, count: number) => {
    await session.opened;
    for (let i = 0; i < count; i++) {
      const before = session.of('response.done').length + session.of('error').length;
      session.say({ ...create, event_id: `ask-${i}` });
      await until(() => session.of('response.done').length + session.of('error').length > before);
    }
  };
  /** The last row's facts. */
  const last = () => sut.records().at(-1)!.meta;
  return {
    credits,
    ownKeys,
    open,
    paid,
    refused,
    replies,
    last,
    get provider() {
      return provider;
    },
    get sut() {
      return sut;
    },
    set stored(policies: StoredPolicy[]) {
      stored = policies;
    },
    /** Stored limits cannot be read. */
    set storedAway(away: boolean) {
      storedAway = away;
    },
  };
}
