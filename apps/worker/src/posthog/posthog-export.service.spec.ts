import { Writable } from 'node:stream';
import type { LogRecord, PosthogJob, PosthogTarget } from '@heliostat/contracts';
import { requestUuid } from '@heliostat/stores/clickhouse';
import { ObjectNotFoundError } from '@heliostat/stores/objects';
import { encodeSegment, segmentKey } from '@heliostat/stores/segments';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { logRecordFactory, organizationId } from '../testing/log-record.factory.js';
import type { PosthogDelivery } from './posthog-client.js';
import { PosthogExportService } from './posthog-export.service.js';
import { PosthogMetrics } from './posthog.metrics.js';

type Sent = { host: string | undefined; uuid: string; distinct: string; body: string };

const posthog: PosthogTarget = { key: 'phc_secret', host: 'https://ph.example' };
const record = (id: string, overrides: Parameters<typeof logRecordFactory>[0] = {}) =>
  logRecordFactory({ id, posthog, ...overrides });

const setUp = (
  records: LogRecord[],
  answer: (sent: Sent) => PosthogDelivery | Promise<PosthogDelivery> = () => ({ outcome: 'sent' }),
) => {
  const { body, frames } = encodeSegment(records);
  const sent: Sent[] = [];
  const words: string[] = [];
  const stopping = new AbortController();
  const clock = { now: 0 };
  const sut = new PosthogExportService({
    objects: {
      get: async (key) => {
        if (key.includes('/gone')) throw new ObjectNotFoundError(key);
        return body;
      },
    },
    send: async ({ host }, json) => {
      const { uuid, distinct_id: distinct } = JSON.parse(json) as { uuid: string; distinct_id: string };
      const one = { host, uuid, distinct, body: json };
      sent.push(one);
      return answer(one);
    },
    metrics: new PosthogMetrics(new Registry()),
    logger: pino(new Writable({ write: (line, _encoding, done) => done(void words.push(String(line))) })),
    signal: stopping.signal,
    now: () => clock.now,
  });
  const job = (overrides: Partial<PosthogJob> = {}): PosthogJob => ({
    v: 1,
    key: segmentKey(organizationId, Date.UTC(2026, 0, 31, 12), 'file-1'),
    org: organizationId,
    bytes: 100,
    generation: 0,
    ...overrides,
  });
  return { sut, sent, words, stopping, clock, job, offsets: frames.map(({ offset }) => offset) };
};

describe(PosthogExportService.name, () => {
  it('IN-12: sends one event for each record that asks for it, with the id of its row', async () => {
    const { sut, sent, job } = setUp([record('a'), logRecordFactory({ id: 'b' }), record('c')]);
    expect(await sut.export(job())).toEqual([]);
    expect(sent.map(({ uuid }) => uuid)).toEqual(['a', 'c'].map((id) => requestUuid(organizationId, id)));
  });

  it('IN-12: sends the same events when it runs twice', async () => {
    const { sut, sent, job } = setUp([record('a')]);
    await sut.export(job());
    await sut.export(job());
    expect(sent[0]).toEqual(sent[1]);
  });

  it('IN-12: leaves out bodies that are not kept', async () => {
    const { sut, sent, job } = setUp([record('a', { omitRequest: true, omitResponse: true })]);
    await sut.export(job());
    expect(JSON.parse(sent[0]!.body)).toMatchObject({ properties: { request_body: '', response_body: '' } });
  });

  it('IN-12: returns what is to be tried again, and tries that alone', async () => {
    let away = true;
    const { sut, sent, job, offsets } = setUp([record('a'), record('b'), record('c')], ({ distinct }) =>
      distinct === 'b' && away ? { outcome: 'failed', reason: 'status 503' } : { outcome: 'sent' },
    );
    const pending = await sut.export(job());
    expect(pending).toEqual([offsets[1]]);
    away = false;
    expect(await sut.export(job({ pending }))).toEqual([]);
    expect(sent.map(({ distinct }) => distinct)).toEqual(['a', 'b', 'c', 'b']);
  });

  it('IN-12: drops what is refused, and logs that once with the host, never the key', async () => {
    const { sut, words, job } = setUp([record('a'), record('b')], () => ({
      outcome: 'refused',
      reason: 'status 401',
    }));
    expect(await sut.export(job())).toEqual([]);
    expect(words).toHaveLength(1);
    expect(words[0]).toMatch(/"host":"ph\.example","reason":"status 401"/);
    expect(words[0]).not.toContain('phc_secret');
  });

  it('IN-12: has eight events under way at most', async () => {
    let open = 0;
    let most = 0;
    const { sut, sent, job } = setUp(
      Array.from({ length: 40 }, (_, i) => record(`r${i}`)),
      async () => {
        most = Math.max(most, ++open);
        await new Promise(setImmediate);
        open--;
        return { outcome: 'sent' };
      },
    );
    await sut.export(job());
    expect([sent.length, most]).toEqual([40, 8]);
  });

  it('IN-12: leaves a PostHog alone that keeps failing, and goes on with another', async () => {
    const other = { key: 'phc_b', host: 'https://other.example' };
    const { sut, sent, job } = setUp(
      [
        ...Array.from({ length: 100 }, (_, i) => record(`r${i}`)),
        ...Array.from({ length: 5 }, (_, i) => record(`s${i}`, { posthog: other })),
      ],
      ({ host }) => (host === other.host ? { outcome: 'sent' } : { outcome: 'failed', reason: 'away' }),
    );
    expect(await sut.export(job())).toHaveLength(100);
    expect(sent.filter(({ host }) => host === other.host)).toHaveLength(5);
    expect(sent.length).toBeLessThan(5 + 16);
  });

  it('IN-12: ends an attempt after two minutes', async () => {
    const { sut, clock, job, sent } = setUp(
      Array.from({ length: 20 }, (_, i) => record(`r${i}`)),
      () => {
        clock.now = 120_000;
        return { outcome: 'sent' };
      },
    );
    const left = await sut.export(job());
    expect(left.length + sent.length).toBe(20);
    expect(sent.length).toBeLessThanOrEqual(8);
  });

  it('IN-12: sends nothing more once the worker stops', async () => {
    const { sut, stopping, job, sent, offsets } = setUp([record('a')]);
    stopping.abort();
    expect(await sut.export(job())).toEqual(offsets);
    expect(sent).toEqual([]);
  });

  it('IN-12: has nothing to send of a segment that is gone or another organisation’s', async () => {
    const { sut, job, sent } = setUp([record('a')]);
    await sut.export(job({ key: `segments/2026-01-31/12/${organizationId}/gone.seg` }));
    await sut.export(job({ org: '0190a0b0-0000-7000-8000-000000000002' }));
    expect(sent).toEqual([]);
  });
});
