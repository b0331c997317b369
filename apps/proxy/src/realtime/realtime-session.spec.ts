import { EventEmitter } from 'node:events';
import { createLogger } from '@heliostat/platform';
import type { WebSocket } from 'ws';
import { FeatureHeaders } from '../headers/feature-headers.js';
import { readRequestHeaders } from '../headers/request-headers.js';
import { FakeCredits } from '../testing/gateway.fixture.js';
import type { LogRecordMeta } from '@heliostat/contracts';
import type { SpoolRecord } from '../spool/spool.js';
import { RealtimeSession } from './realtime-session.js';
import { SessionGuard } from './session-guard.js';
import { TurnLog } from './turn-log.js';

/** One side of a session; what it is sent, and how it was closed. */
class FakeSide extends EventEmitter {
  readonly OPEN = 1;
  readonly CLOSED = 3;
  readyState = 1;
  bufferedAmount = 0;
  isPaused = false;
  sent: string[] = [];
  closedWith: number | undefined = undefined;
  reason: Buffer = Buffer.alloc(0);

  send(data: Buffer): void {
    this.sent.push(data.toString());
  }
  close(code?: number, reason?: Buffer): void {
    this.readyState = 2;
    this.reason = reason ?? this.reason;
    this.closedWith = code;
  }
  terminate(): void {}
  pause(): void {
    this.isPaused = true;
  }
  resume(): void {
    this.isPaused = false;
  }
  say(event: object): void {
    this.emit('message', Buffer.from(JSON.stringify(event)), false);
  }
}

const created = { type: 'response.created', response: {} };
const delta = { type: 'response.output_audio.delta', delta: 'A'.repeat(64 * 1024) };
const done = {
  type: 'response.done',
  response: { status: 'completed', usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 } },
};

function makeSession({ paid = false } = {}) {
  const client = new FakeSide();
  const provider = new FakeSide();
  const credits = new FakeCredits();
  credits.balance = 10_000_000_000n;
  const rows: SpoolRecord[] = [];
  let ids = 0;
  const nextId = () => `row-${++ids}`;
  const grant = { keyId: 'key-1', org: 'org-1', permissions: 'rw' as const };
  const guard = new SessionGuard(
    {
      limit: {
        name: 'limit',
        wanted: () => false,
        run: () => Promise.resolve(undefined),
        count: () => Promise.resolve(),
      },
      screens: [],
      credits,
      logger: createLogger('proxy', 'silent'),
    },
    {
      head: {
        door: { kind: 'gateway' } as never,
        headers: readRequestHeaders([]),
        features: new FeatureHeaders(),
        grant,
        method: 'GET',
        path: '/v1/realtime',
      },
      providerId: 'openai',
      model: 'gpt-realtime',
      paid,
      limited: paid,
      nextId,
      onOverrun: () => {},
    },
  );
  const spool = { enqueue: (row: SpoolRecord) => void rows.push(row) };
  const context = { org: 'org-1', keyId: 'key-1', path: '/', targetUrl: 'wss://a/', provider: 'openai' };
  const log = new TurnLog(spool as never, context, 'gpt-realtime', 1024, guard, nextId, () => sut.unlogged());
  const side = (fake: FakeSide) => fake as unknown as WebSocket;
  const sut: RealtimeSession = new RealtimeSession(side(client), side(provider), log, guard, () => {});
  const metas = () => rows.map((row) => JSON.parse(row.metaJson()) as LogRecordMeta);
  return { sut, client, provider, credits, rows, metas };
}

describe(RealtimeSession.name, () => {
  it('gives a client the last event of a session whose record is still being written', () => {
    const { client, provider, rows } = makeSession();
    provider.say(created);
    provider.say(done);
    provider.say({ type: 'rate_limits.updated' });
    provider.emit('close', 4001, Buffer.from('bye'));
    expect([client.sent.length, client.closedWith]).toEqual([1, undefined]);
    rows[0]!.committed(true);
    expect(client.sent.slice(1).map((text) => (JSON.parse(text) as { type: string }).type)).toEqual([
      'response.done',
      'rate_limits.updated',
    ]);
    expect(client.closedWith).toBe(4001);
  });

  it('logs and charges a reply once whose end comes behind the client’s leave (CR-01)', async () => {
    const { client, provider, credits, metas } = makeSession({ paid: true });
    client.say({ type: 'response.create' });
    await new Promise(setImmediate);
    provider.say(created);
    client.emit('close', 1000, Buffer.alloc(0));
    provider.say(done);
    await new Promise(setImmediate);
    expect(metas()).toMatchObject([{ status: -3 }]);
    expect(credits.settled).toHaveLength(1);
  });

  it('logs a reply that ended behind a record before the session did', () => {
    const { provider, metas } = makeSession();
    for (const event of [created, done, created, done]) provider.say(event);
    provider.emit('close', 1000, Buffer.alloc(0));
    expect(metas()).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it('pauses a provider that speaks on while a record cannot be written', () => {
    const { provider, rows } = makeSession();
    provider.say(created);
    provider.say(done);
    for (let i = 0; i < 20; i++) provider.say(delta);
    expect(provider.isPaused).toBe(true);
    rows[0]!.committed(true);
    expect(provider.isPaused).toBe(false);
  });

  it('keeps no more of many small events than of a large one', () => {
    const { client, provider, metas, rows } = makeSession();
    for (let i = 0; i < 1_000; i++) client.say({});
    provider.say(created);
    provider.say(done);
    expect(metas()).toMatchObject([{ reqTruncated: true }]);
    expect(rows[0]!.request.kept).toBeLessThan(1024);
  });

  it('keeps what is no JSON as a text, so that it adds nothing else to the row', () => {
    const { client, provider, rows } = makeSession();
    client.emit('message', Buffer.from('{}],"model":"another","events":[{}'), false);
    provider.say(created);
    provider.say(done);
    expect(JSON.parse(Buffer.concat(rows[0]!.request.chunks).toString())).toEqual({
      model: 'gpt-realtime',
      events: ['{}],"model":"another","events":[{}'],
    });
  });

  it('goes on when a provider’s reply is nested beyond the stack', () => {
    const { provider, client, rows } = makeSession();
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const event = `{"type":"response.done","response":{"status":"completed","output":${deep}}}`;
    provider.emit('message', Buffer.from(event), false);
    rows[0]!.committed(true);
    expect(client.sent).toEqual([event]);
    expect(Buffer.concat(rows[0]!.response.chunks).toString()).toContain('nested too deeply');
  });

  it('says why it ends in as many bytes as a close may have', () => {
    const { sut, client } = makeSession();
    const fault = {
      id: 'row',
      createdAt: 0,
      status: 403,
      type: 'a',
      code: 'b',
      facts: {},
      ends: true as const,
    };
    sut.overrun({ ...fault, message: '€'.repeat(200) });
    expect([client.closedWith, client.reason.length]).toEqual([1008, 120]);
  });

  it('ends, with its last event, where a reply is lost to the log', () => {
    const { client, provider, rows } = makeSession();
    provider.say(created);
    provider.say(done);
    rows[0]!.committed(false);
    expect(client.sent).toHaveLength(2);
    expect([client.closedWith, client.reason.toString()]).toEqual([
      1013,
      expect.stringContaining('The log is full'),
    ]);
  });
});
