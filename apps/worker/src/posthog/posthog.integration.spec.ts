import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { queueNames, type LogRecord, type SegmentReference } from '@heliostat/contracts';
import { loadConfig, type Config } from '@heliostat/platform';
import {
  createClickHouse,
  migrateClickHouse,
  requestUuid,
  type ClickHouse,
  type RequestRow,
} from '@heliostat/stores/clickhouse';
import { createObjectStore } from '@heliostat/stores/objects';
import { migratePostgres, openDataSource, OrganizationEntity } from '@heliostat/stores/postgres';
import {
  createQueueConnection,
  createSegmentQueue,
  segmentJobId,
  type QueueConnection,
  type SegmentQueue,
} from '@heliostat/stores/queue';
import { encodeSegment, segmentKey } from '@heliostat/stores/segments';
import {
  startEmbeddedClickHouse,
  startTestPostgres,
  type EmbeddedClickHouse,
  type TestPostgres,
} from '@heliostat/stores/testing';
import { Queue } from 'bullmq';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { AppModule } from '../app.module.js';
import { openWorkerContext, type OpenWorkerContext } from '../context/open-worker-context.js';
import { startFakePosthog, type FakePosthog } from '../testing/fake-posthog.js';
import { logRecordFactory } from '../testing/log-record.factory.js';
import { posthogJob } from './posthog-job.js';

const org = randomUUID();

describe('the export to PostHog', () => {
  let engine: EmbeddedClickHouse;
  let postgres: TestPostgres;
  let posthog: FakePosthog;
  let directory: string;
  let config: Config;
  let clickhouse: ClickHouse;
  let context: OpenWorkerContext;
  let app: INestApplicationContext;
  let segments: SegmentQueue;
  let connection: QueueConnection;
  let queue: Queue;
  const words: string[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'heliostat-posthog-'));
    [engine, postgres, posthog] = await Promise.all([
      startEmbeddedClickHouse(),
      startTestPostgres(),
      startFakePosthog(),
    ]);
    config = loadConfig({
      DATABASE_URL: await postgres.createDatabase(),
      CLICKHOUSE_URL: engine.config.CLICKHOUSE_URL,
      HELIOSTAT_DATA_DIR: directory,
      ALLOW_PRIVATE_TARGETS: 'true',
    });
    await Promise.all([migratePostgres(config), migrateClickHouse(engine.config)]);
    const dataSource = await openDataSource(config);
    await dataSource.getRepository(OrganizationEntity).insert({ id: org, name: 'Acme' });
    await dataSource.destroy();
    clickhouse = createClickHouse(engine.config);
    const log = new Writable({ write: (line, _encoding, done) => done(void words.push(String(line))) });
    context = await openWorkerContext(config, pino(log), new Registry());
    app = await NestFactory.createApplicationContext(AppModule.forContext(context), { logger: false });
    segments = await createSegmentQueue(config);
    connection = createQueueConnection(config, { maxConnections: 2 });
    queue = new Queue(
      queueNames.posthog,
      { connection: connection.connection },
      connection.backendFactory,
    ) as Queue;
    queue.on('error', () => {});
  }, 240_000);

  afterAll(async () => {
    await queue.close();
    await connection.close();
    await segments.close();
    context.drain();
    await app.close();
    await context.close();
    await clickhouse.close();
    await Promise.all([engine.stop(), postgres.remove(), posthog.stop()]);
    await rm(directory, { recursive: true, force: true });
  }, 180_000);

  beforeEach(() => {
    posthog.captures.length = 0;
    posthog.statuses.length = 0;
  });

  const store = async (file: string, records: LogRecord[]): Promise<SegmentReference> => {
    const { body } = encodeSegment(records);
    const key = segmentKey(org, Date.UTC(2026, 0, 31, 12), file);
    const objects = createObjectStore(config);
    await objects.put(key, body);
    await objects.close();
    return { v: 1, key, org, records: records.length, bytes: body.length, generation: 0 };
  };
  const record = (id: string) =>
    logRecordFactory({ id, org, posthog: { key: 'phc_secret', host: posthog.url } });
  const finished = async (reference: SegmentReference): Promise<string> => {
    for (let tries = 0; tries < 1_200; tries++) {
      const state = await (await queue.getJob(segmentJobId(reference)))?.getState();
      if (state === 'completed' || state === 'failed') return state;
      await delay(50);
    }
    throw new Error('the job did not end');
  };

  it('IN-12: sends one helicone_request once the row is written, and the key is nowhere else', async () => {
    const reference = await store('whole-way', [record('a'), logRecordFactory({ id: 'b', org })]);
    await segments.add([reference]);
    expect(await finished(reference)).toBe('completed');
    const rows = await clickhouse.query<RequestRow>(
      'SELECT * FROM request_response_rmt FINAL WHERE organization_id = {org: UUID} ORDER BY request_id_given',
      { org },
    );
    expect(rows.map(({ properties }) => properties)).toEqual([{ 'Helicone-Sent-To-Posthog': 'true' }, {}]);
    expect(posthog.captures).toHaveLength(1);
    expect(posthog.captures[0]).toMatchObject({
      path: 'POST /capture/',
      body: {
        api_key: 'phc_secret',
        event: 'helicone_request',
        uuid: requestUuid(org, 'a'),
        properties: {
          model: 'gpt-4o-mini-2024-07-18',
          total_tokens: 18,
          cost_usd: 0.0000063,
          latency_ms: 250,
        },
      },
    });
    expect(JSON.stringify(rows)).not.toContain('phc_secret');
    expect(JSON.stringify(await queue.getJobs(['completed']))).not.toContain('phc_secret');
    expect(words.join('')).not.toContain('phc_secret');
  });

  it('IN-12: sends what failed again, that alone and as the same event', async () => {
    const reference = await store('again', [record('c'), record('d')]);
    posthog.statuses.push(503);
    const { name, data, opts } = posthogJob(reference);
    // The test waits for the pause, which is ten seconds otherwise.
    await queue.add(name, data, { ...opts, backoff: { type: 'exponential', delay: 50, jitter: 0.5 } });
    expect(await finished(reference)).toBe('completed');
    const uuids = posthog.captures.map(({ body }) => body.uuid);
    expect(uuids).toHaveLength(3);
    expect(uuids[2]).toBe(uuids[0]);
    expect(new Set(uuids)).toEqual(new Set(['c', 'd'].map((id) => requestUuid(org, id))));
  });

  it('IN-12: gives up after the last attempt without a failed job', async () => {
    const reference = await store('never', [record('e')]);
    posthog.statuses.push(500, 500);
    const { name, data, opts } = posthogJob(reference);
    await queue.add(name, data, { ...opts, attempts: 2, backoff: { type: 'fixed', delay: 10 } });
    expect(await finished(reference)).toBe('completed');
    expect(posthog.captures).toHaveLength(2);
    // Other work of the worker has words, too.
    expect(words).toContainEqual(expect.stringMatching(/"events":1,.*given up/));
  });
});
