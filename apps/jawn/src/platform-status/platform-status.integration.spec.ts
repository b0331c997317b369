import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PlatformOverview, type PlatformRestorePlan, type WhoAmI } from '@heliostat/contracts';
import { CodedError, createLogger, loadConfig } from '@heliostat/platform';
import { migrateQueue } from '@heliostat/stores/queue';
import { createJawn, type Jawn } from '../jawn.js';
import { dataOf, JawnFixture } from '../testing/jawn-fixture.js';
import { emptyClickHouse, TestClient } from '../testing/test-jawn.js';
import { type PlatformSource } from './platform-source.js';
import { PlatformStatusService } from './platform-status.service.js';
import { backupJobs, component } from './testing/platform.factory.js';

/** A cluster as the test wants it. */
function fakeSource(): PlatformSource & {
  calls: string[];
  hang: boolean;
  slow: Promise<void>;
  running: boolean;
} {
  const source = {
    kind: 'kubernetes' as const,
    place: { namespace: 'heliostat', release: 'heliostat', dataDirectory: null },
    calls: [] as string[],
    hang: false,
    slow: Promise.resolve(),
    running: false,
    async components() {
      source.calls.push('components');
      await source.slow;
      return [component()];
    },
    events: () => (source.hang ? new Promise<never>(() => {}) : Promise.resolve([])),
    async autoscalers(): Promise<never> {
      throw new CodedError('platform/forbidden', 'No permission to list horizontalpodautoscalers', 403);
    },
    async backupJobs() {
      return backupJobs();
    },
    async runBackup(schedule: string | undefined) {
      if (source.running)
        throw new CodedError('platform/backup-running', 'A backup is running already (Job a)', 409);
      source.running = true;
      return {
        name: 'a',
        schedule: schedule ?? null,
        byHand: true,
        state: 'running' as const,
        startedAt: null,
        finishedAt: null,
        message: null,
      };
    },
    async restoreSteps() {
      return [
        { title: 'Restore', words: 'Replaces all.', code: 'helm upgrade', language: 'shell' as const },
        { title: 'Or', words: 'By values.', code: 'restore:\n  enabled: true', language: 'yaml' as const },
      ];
    },
    async argocd() {
      return { installed: false, reason: 'no', applications: [] };
    },
  };
  return source;
}

const manifest = {
  format: 1,
  id: '20260131T023000Z',
  startedAt: '2026-01-31T02:30:00Z',
  finishedAt: '2026-01-31T02:34:00Z',
  version: '0.1.0',
  stores: {
    postgres: {
      file: 'postgres.dump',
      bytes: 1_000,
      sha256: 'a'.repeat(64),
      serverVersion: '18.0',
      schemaVersion: 2,
      tables: [],
    },
  },
};

describe('/v1/platform', () => {
  let fixture: JawnFixture;
  let jawn: Jawn;
  let service: PlatformStatusService;
  let url: string;
  let dataDir: string;
  let source: ReturnType<typeof fakeSource>;
  const log: Record<string, unknown>[] = [];
  let owner: TestClient;

  beforeAll(async () => {
    fixture = await JawnFixture.start();
    dataDir = await mkdtemp(join(tmpdir(), 'heliostat-platform-'));
    const set = join(dataDir, 'backups', manifest.id);
    await mkdir(set, { recursive: true });
    await writeFile(join(set, 'manifest.json'), JSON.stringify(manifest));
    source = fakeSource();
    const logger = createLogger('jawn', 'silent');
    logger.info = logger.warn = (line: unknown) => void log.push(line as Record<string, unknown>);
    const config = loadConfig({
      NODE_ENV: 'test',
      JAWN_PORT: '0',
      BETTER_AUTH_SECRET: 'a secret of the tests, long enough',
      DATABASE_URL: await fixture.freshDatabase(),
      HELIOSTAT_DATA_DIR: dataDir,
    });
    await migrateQueue(config);
    jawn = await createJawn(config, {
      logger,
      clickhouse: emptyClickHouse,
      schemaWaitMs: 0,
      platformSource: source,
    });
    service = jawn.app.get(PlatformStatusService, { strict: false });
    url = `http://127.0.0.1:${await jawn.listen()}`;
    owner = new TestClient(url);
    await owner.signUp('ada@example.com');
  });
  afterAll(async () => {
    await jawn.close();
    await fixture.stop();
    await rm(dataDir, { recursive: true });
  });

  const overview = async () => dataOf<PlatformOverview>(await owner.get('/v1/platform'));

  /** A store has three seconds, which a machine that stands still for a moment may take: asked until all answered. */
  const answered = async () => {
    for (const deadline = Date.now() + 60_000; ; await sleep(500)) {
      const found = await overview();
      if (!/no answer within/i.test(JSON.stringify(found)) || Date.now() > deadline) return found;
    }
  };

  it('shows every part to the first owner, and why one cannot be read in its place', async () => {
    const sut = await answered();
    expect(sut).toMatchObject({
      source: 'kubernetes',
      place: { namespace: 'heliostat' },
      components: { data: [{ name: 'heliostat-jawn' }], error: null },
      autoscalers: { data: null, error: 'No permission to list horizontalpodautoscalers' },
      migrations: { postgres: { data: { version: expect.any(Number), pending: [] }, error: null } },
      backups: { backups: { data: [{ id: manifest.id, bytes: 1_000, stores: ['postgres'] }] } },
    });
    expect(sut.queues.data?.queues).toContainEqual({
      name: 'ingest',
      waiting: 0,
      active: 0,
      delayed: 0,
      failed: 0,
    });
    expect(sut.problems).toContainEqual(expect.objectContaining({ subject: 'autoscalers' }));
  });

  it('answers each part by itself, and its failure with a status', async () => {
    for (const part of ['components', 'events', 'queues', 'migrations', 'backups', 'argocd'])
      expect((await owner.get(`/v1/platform/${part}`)).status).toBe(200);
    expect(await owner.get('/v1/platform/autoscalers')).toMatchObject({
      status: 403,
      body: { data: null, error: expect.stringContaining('horizontalpodautoscalers') },
    });
  });

  it('asks the cluster once for many pages', async () => {
    const { components } = service;
    const { get } = components;
    components.forget();
    source.calls.length = 0;
    let answer = () => {};
    source.slow = new Promise((resolve) => (answer = resolve));
    let asked = 0;
    components.get = () => {
      // Answered once all have asked: an answer is kept for two seconds only.
      if (++asked === 10) answer();
      return get.call(components);
    };
    try {
      await Promise.all(Array.from({ length: 10 }, overview));
    } finally {
      components.get = get;
    }
    expect(source.calls).toEqual(['components']);
  });

  it('does not wait for a part that hangs', async () => {
    service.events.forget();
    source.hang = true;
    const sut = await overview();
    source.hang = false;
    expect(sut.events).toMatchObject({ data: null, error: expect.stringMatching(/cannot be read/) });
    expect(sut.components.data).toHaveLength(1);
  });

  it('lets administrators of the first organization in and nobody of another, and says so to both', async () => {
    const stranger = new TestClient(url);
    await stranger.signUp('eve@example.com');
    const refused = {
      status: 403,
      body: { data: null, error: expect.stringMatching(/owner of this installation/) },
    };
    for (const part of ['', '/components', '/events', '/backups', '/argocd'])
      expect(await stranger.get(`/v1/platform${part}`)).toMatchObject(refused);
    expect(await stranger.post('/v1/platform/backups')).toMatchObject(refused);

    const me = async (client: TestClient) => dataOf<WhoAmI>(await client.get('/v1/whoami'));
    const [organization] = (await me(owner)).organizations;
    const join = (role: string) =>
      owner.post(`/v1/organization/${organization!.id}/add_member`, { email: 'eve@example.com', role });
    expect((await join('member')).status).toBe(200);
    expect(await stranger.get('/v1/platform')).toMatchObject(refused);
    expect((await me(stranger)).operatesInstallation).toBe(false);
    const eve = (await me(stranger)).user!.id;
    const changed = await owner.post(`/v1/organization/${organization!.id}/update_member`, {
      memberId: eve,
      role: 'admin',
    });
    expect(changed.status).toBe(200);
    expect((await stranger.get('/v1/platform')).status).toBe(200);
    expect((await me(stranger)).operatesInstallation).toBe(true);
    await owner.delete(`/v1/organization/${organization!.id}/remove_member?memberId=${eve}`);
    expect(await stranger.get('/v1/platform')).toMatchObject(refused);
  });

  it('does not let the owner of another organization in by making the first owner its owner, too', async () => {
    const stranger = new TestClient(url);
    await stranger.signUp('mallory@example.com');
    const [organization] = dataOf<WhoAmI>(await stranger.get('/v1/whoami')).organizations;
    const added = await stranger.post(`/v1/organization/${organization!.id}/add_member`, {
      email: 'ada@example.com',
      role: 'owner',
    });
    expect(added.status).toBe(200);
    expect((await stranger.get('/v1/platform')).status).toBe(403);
    expect((await owner.get('/v1/platform')).status).toBe(200);
  });

  it('refuses API keys and callers without any', async () => {
    const { apiKey } = dataOf<{ apiKey: string }>(await owner.post('/v1/api-keys', { api_key_name: 'x' }));
    expect(await new TestClient(url, apiKey).get('/v1/platform')).toMatchObject({
      status: 403,
      body: { error: expect.stringMatching(/API keys/) },
    });
    expect((await new TestClient(url).get('/v1/platform')).status).toBe(401);
  });

  it('starts a backup once, with a line in the log that says who did', async () => {
    expect(await owner.post('/v1/platform/backups', { schedule: 'nightly' })).toMatchObject({
      status: 201,
      body: { data: { name: 'a', state: 'running' }, error: null },
    });
    expect(await owner.post('/v1/platform/backups', { schedule: 'nightly' })).toMatchObject({
      status: 409,
      body: { data: null, error: expect.stringContaining('running already') },
    });
    const id = dataOf<WhoAmI>(await owner.get('/v1/whoami')).user!.id;
    const audit = log.filter((line) => line.audit === 'platform.backup.run');
    expect(audit).toMatchObject([
      { userId: id, schedule: 'nightly', job: 'a' },
      { userId: id, code: 'platform/backup-running' },
    ]);
  });

  it('plans the restore of a backup that is there', async () => {
    const plan = dataOf<PlatformRestorePlan>(
      await owner.get(`/v1/platform/backups/${manifest.id}/restore-plan`),
    );
    expect(plan).toMatchObject({
      backup: { id: manifest.id },
      text: '# 1. Restore. Replaces all.\nhelm upgrade\n\n# 2. Or. By values.\n#   restore:\n#     enabled: true\n',
    });
    expect((await owner.get('/v1/platform/backups/20250131T023000Z/restore-plan')).status).toBe(404);
    expect(await owner.get('/v1/platform/backups/..%2Fx/restore-plan')).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/20260131T020000Z/) },
    });
  });

  it('is described in the OpenAPI document', async () => {
    const { body } = await owner.get('/openapi.json');
    const { paths } = body as { paths: Record<string, unknown> };
    expect(Object.keys(paths).filter((path) => path.startsWith('/v1/platform'))).toHaveLength(9);
  });
});
