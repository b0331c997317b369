import { podSpecOf, renderChart, type Manifest } from '@heliostat/charts';

const chart = 'heliostat-core';
const backup = { enabled: true, bucket: 'heliostat-backups' };
const render = async (values: Record<string, unknown> = {}, release?: string) =>
  (await renderChart(chart, { values, release })).manifests;
const component = (manifests: Manifest[], name: string) =>
  manifests.filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] === name);
const hookOf = ({ metadata }: Manifest) => metadata.annotations?.['helm.sh/hook'];
const weight = ({ metadata }: Manifest) => Number(metadata.annotations?.['helm.sh/hook-weight']);
const jobs = (manifests: Manifest[]) => manifests.filter(({ kind }) => kind === 'Job');
const job = (manifests: Manifest[], name: string) => jobs(component(manifests, name))[0];
const args = (manifest?: Manifest) => manifest && podSpecOf(manifest)?.containers[0]?.args;

describe('secrets and migrations of heliostat-core', () => {
  it('run before an install and an upgrade: first what they need, then the secrets, then the migration', async () => {
    const manifests = await render();
    const needed = [...component(manifests, 'secrets'), ...component(manifests, 'migrate')];
    expect(new Set(needed.map(hookOf))).toEqual(new Set(['pre-install,pre-upgrade']));
    const [secrets, migrate] = [job(manifests, 'secrets')!, job(manifests, 'migrate')!];
    for (const other of needed.filter(({ kind }) => kind !== 'Job'))
      expect(weight(other)).toBeLessThan(weight(secrets));
    expect(weight(secrets)).toBeLessThan(weight(migrate));
  });

  it('are made anew by each upgrade and leave nothing behind', async () => {
    for (const manifest of (await render()).filter((one) => hookOf(one)?.startsWith('pre-')))
      expect(manifest.metadata.annotations).toHaveProperty(
        ['helm.sh/hook-delete-policy'],
        'before-hook-creation,hook-succeeded',
      );
  });

  it('need nothing that is not a hook itself', async () => {
    const manifests = await render();
    const hooks = manifests.filter((manifest) => hookOf(manifest)?.startsWith('pre-'));
    for (const manifest of hooks.filter(({ kind }) => kind === 'Job')) {
      const pod = podSpecOf(manifest)!;
      const names = (kind: string) =>
        hooks.filter((one) => one.kind === kind).map(({ metadata }) => metadata.name);
      expect(names('ServiceAccount')).toContain(pod.serviceAccountName);
      const maps = (pod.volumes ?? []).flatMap(
        ({ configMap }) => (configMap as { name: string } | undefined)?.name ?? [],
      );
      for (const map of maps) expect(names('ConfigMap')).toContain(map);
      const labels = manifest.spec.template.metadata.labels['app.kubernetes.io/component'];
      expect(component(hooks, labels).map(({ kind }) => kind)).toContain('NetworkPolicy');
    }
  });

  it('wait for the stores and give the migration every store', async () => {
    const migrate = job(await render({ migrations: { waitSeconds: 90 } }), 'migrate')!;
    expect(args(migrate)).toEqual(['migrate', '--wait', '90']);
    const names = podSpecOf(migrate)!.containers[0]!.env!.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'DATABASE_URL',
        'DATABASE_PASSWORD',
        'CLICKHOUSE_URL',
        'CLICKHOUSE_HQL_PASSWORD',
        'REDIS_URL',
        'S3_BUCKET_NAME',
      ]),
    );
  });

  it('end in time, and do not try for ever', async () => {
    for (const { spec } of jobs(await render({ backup, restore: { enabled: true, backup: 'latest' } }))) {
      expect(spec.activeDeadlineSeconds).toBeGreaterThan(0);
      expect(spec.backoffLimit).toBeLessThanOrEqual(3);
      expect(spec.template.spec.restartPolicy).toBe('Never');
    }
  });

  it('go around the pooler where there is one', async () => {
    const postgres = { host: 'pooler', directHost: 'primary', directPort: 5433, sslMode: 'require' };
    const env = podSpecOf(job(await render({ postgres }), 'migrate')!)!.containers[0]!.env;
    expect(env).toContainEqual({
      name: 'DATABASE_DIRECT_URL',
      value: 'postgres://heliostat@primary:5433/heliostat?sslmode=require',
    });
  });

  it('name ClickHouse’s cluster', async () => {
    const clickhouse = { cluster: 'main', sharded: true };
    const env = podSpecOf(job(await render({ clickhouse }), 'migrate')!)!.containers[0]!.env;
    expect(env).toContainEqual({ name: 'CLICKHOUSE_CLUSTER', value: 'main' });
    expect(env).toContainEqual({ name: 'CLICKHOUSE_SHARDED', value: 'true' });
  });

  it('are plain Jobs without hooks, whose names change exactly with what they do', async () => {
    const names = async (values: Record<string, unknown>) => {
      const manifests = await render({
        ...values,
        migrations: { useHook: false, ...(values.migrations ?? {}) },
      });
      expect(manifests.filter((manifest) => hookOf(manifest)?.startsWith('pre-'))).toEqual([]);
      return ['secrets', 'migrate'].map((name) => job(manifests, name)!.metadata.name);
    };
    const [secrets, migrate] = await names({});
    expect(await names({})).toEqual([secrets, migrate]);
    const upgraded = await names({ ops: { image: { tag: '0.2.0' } } });
    expect(upgraded[0]).not.toBe(secrets);
    expect(upgraded[1]).not.toBe(migrate);
    const renamed = await names({ owner: { email: 'other@example.com' } });
    expect(renamed[0]).not.toBe(secrets);
    expect(renamed[1]).toBe(migrate);
  });

  it('make the Secrets that no value names, with a value or a generator for each key', async () => {
    const map = component(await render({ owner: { email: 'a@example.com' } }), 'secrets').find(
      ({ kind }) => kind === 'ConfigMap',
    )!;
    expect(JSON.parse(map.data!['secrets.json']!)).toMatchObject([
      {
        name: 'heliostat-secrets',
        keys: {
          'encryption-key': { generate: 'base64', bytes: 32 },
          'auth-secret': { generate: 'base64', bytes: 32 },
        },
      },
      {
        name: 'heliostat-owner',
        keys: {
          email: { value: 'a@example.com' },
          password: { generate: 'password' },
          'api-key': { generate: 'api-key' },
        },
      },
    ]);
  });

  it('leave the owner out where the first to sign up is to be it', async () => {
    const manifests = await render({ owner: { create: false } });
    expect(JSON.stringify(manifests)).not.toMatch(/heliostat-owner|HELIOSTAT_INIT/);
  });
});

describe('backups of heliostat-core', () => {
  const values = {
    backup: {
      ...backup,
      endpoint: 'https://s3.example.com',
      existingSecret: { name: 'elsewhere' },
      jobs: [
        { name: 'nightly', schedule: '30 2 * * *', stores: ['postgres', 'clickhouse'], keep: 7 },
        { name: 'weekly', schedule: '0 4 * * 0', suspend: true },
      ],
    },
  };

  it('are a CronJob for each of backup.jobs, never two at once', async () => {
    const found = (await render(values)).filter(({ kind }) => kind === 'CronJob');
    expect(found.map(({ metadata, spec }) => [metadata.name, spec.schedule, spec.suspend])).toEqual([
      ['heliostat-backup-nightly', '30 2 * * *', false],
      ['heliostat-backup-weekly', '0 4 * * 0', true],
    ]);
    expect(found.map(args)).toEqual([
      ['backup', 'run', '--stores', 'postgres,clickhouse', '--keep', '7'],
      ['backup', 'run'],
    ]);
    for (const { spec } of found) {
      expect(spec.concurrencyPolicy).toBe('Forbid');
      expect(spec.jobTemplate.spec.activeDeadlineSeconds).toBe(21600);
    }
  });

  it('go where backup says, with its own keys, and jawn reads them from there', async () => {
    const manifests = await render(values);
    for (const name of ['CronJob/heliostat-backup-nightly', 'Deployment/heliostat-jawn']) {
      const owner = manifests.find(({ kind, metadata }) => `${kind}/${metadata.name}` === name)!;
      const { env } = podSpecOf(owner)!.containers[0]!;
      expect(env).toContainEqual({ name: 'BACKUP_S3_ENDPOINT', value: 'https://s3.example.com' });
      expect(env).toContainEqual({
        name: 'BACKUP_S3_ACCESS_KEY',
        valueFrom: { secretKeyRef: { name: 'elsewhere', key: 'access-key' } },
      });
    }
  });

  it('use no volume claim', async () => {
    const [nightly] = (await render(values)).filter(({ kind }) => kind === 'CronJob');
    expect(podSpecOf(nightly!)!.volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '10Gi' } }]);
  });
});

describe('a restore of heliostat-core', () => {
  const restore = { enabled: true, backup: '20260131T023000Z', stores: ['postgres'], force: true };
  const restoring = (rest: Record<string, unknown> = {}) => render({ backup, restore, ...rest });

  it('is a Job of that backup that is not tried twice', async () => {
    const found = job(await restoring(), 'restore')!;
    expect(args(found)).toEqual(['restore', '--backup', restore.backup, '--stores', 'postgres', '--force']);
    expect(found.spec.backoffLimit).toBe(0);
    expect(hookOf(found)).toBeUndefined();
  });

  it('is not run again by the same values, and is by another backup', async () => {
    const first = job(await restoring(), 'restore')!.metadata.name;
    expect(job(await restoring(), 'restore')!.metadata.name).toBe(first);
    const other = await restoring({ restore: { ...restore, backup: 'latest' } });
    expect(job(other, 'restore')!.metadata.name).not.toBe(first);
  });

  it.each([
    [true, { jawn: 0, worker: 0, proxy: undefined, web: 2 }],
    [false, { jawn: 0, worker: 0, proxy: 0, web: 2 }],
  ])('stops what writes to the stores (queue in Redis: %s)', async (enabled, expected) => {
    const proxy = enabled ? {} : { replicas: 1, autoscaling: { enabled: false } };
    const manifests = await restoring({ redis: { enabled }, proxy });
    const pods = manifests
      .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
      .map(({ metadata, spec }) => [metadata.name.replace('heliostat-', ''), spec.replicas]);
    expect(Object.fromEntries(pods)).toEqual(expected);
    const scaled = manifests
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
      .map(({ metadata }) => metadata.name);
    expect(scaled).toEqual(enabled ? ['heliostat-proxy'] : []);
  });

  it('migrates nothing and lets the schedules rest', async () => {
    const manifests = await restoring();
    expect(job(manifests, 'migrate')).toBeUndefined();
    expect(manifests.filter(({ kind }) => kind === 'CronJob').map(({ spec }) => spec.suspend)).toEqual([
      true,
    ]);
  });

  it('needs no object outside its own template, so that it can come first', async () => {
    const { manifests } = await renderChart(chart, {
      values: { backup, restore },
      showOnly: ['templates/restore/restore.yaml'],
    });
    const accounts = manifests
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map(({ metadata }) => metadata.name);
    expect(accounts).toEqual([podSpecOf(job(manifests, 'restore')!)!.serviceAccountName]);
  });
});

describe('the test of heliostat-core', () => {
  it('reaches the proxy and the API with the owner’s key, and lets the proxy reach its provider', async () => {
    const { manifests } = await renderChart(chart, { namespace: 'team-a' });
    const pod = component(manifests, 'test').find(({ kind }) => kind === 'Pod')!;
    expect(hookOf(pod)).toBe('test');
    const env = Object.fromEntries(
      podSpecOf(pod)!.containers[0]!.env!.map(({ name, ...rest }) => [name, rest]),
    );
    expect(env).toMatchObject({
      PROXY_URL: { value: 'http://heliostat-proxy:8787' },
      JAWN_URL: { value: 'http://heliostat-jawn:8585' },
      SMOKE_HOST: { value: 'heliostat-test.team-a.svc' },
      HELIOSTAT_INIT_API_KEY: { valueFrom: { secretKeyRef: { name: 'heliostat-owner', key: 'api-key' } } },
    });
    const service = component(manifests, 'test').find(({ kind }) => kind === 'Service')!;
    expect(pod.metadata.labels).toMatchObject(service.spec.selector);
    const proxy = manifests.find(({ kind }) => kind === 'StatefulSet')!;
    expect(podSpecOf(proxy)!.containers[0]!.env).toContainEqual({
      name: 'ALLOWED_PRIVATE_TARGETS',
      value: 'heliostat-test.team-a.svc:9099',
    });
  });

  it.each([
    [{}, undefined],
    [{ providers: { openai: { baseUrl: 'https://llm.example.com' } } }, undefined],
    [{ providers: { openai: { existingSecret: { name: 'keys', key: 'openai' } } } }, 'gpt-4o-mini/openai'],
    [
      { providers: { anthropic: { existingSecret: { name: 'keys', key: 'anthropic' } } } },
      'claude-haiku-4.5/anthropic',
    ],
    [{ tests: { model: 'house-llama/local' } }, 'house-llama/local'],
    [
      {
        providers: { openai: { existingSecret: { name: 'keys', key: 'openai' } } },
        tests: { model: 'none' },
      },
      undefined,
    ],
  ])('calls the unified API where the installation has a key for it: %j', async (values, model) => {
    const pod = component(await render(values), 'test').find(({ kind }) => kind === 'Pod')!;
    const env = podSpecOf(pod)!.containers[0]!.env!;
    expect(env.find(({ name }) => name === 'SMOKE_MODEL')?.value).toBe(model);
  });

  it('is left out with its private target where it is turned off or has no key', async () => {
    for (const values of [{ tests: { enabled: false } }, { owner: { create: false } }]) {
      const manifests = await render(values);
      expect(component(manifests, 'test')).toEqual([]);
      expect(JSON.stringify(manifests)).not.toContain('ALLOWED_PRIVATE_TARGETS');
    }
  });
});

describe('two releases of heliostat-core', () => {
  it('share no name in one namespace', async () => {
    const ids = async (release: string) =>
      (await render({ fullnameOverride: '', backup }, release)).map(
        ({ kind, metadata }) => `${kind}/${metadata.name}`,
      );
    const [one, two] = [await ids('one'), await ids('two')];
    expect(one.filter((id) => two.includes(id))).toEqual([]);
  });
});

describe('reprocessing with heliostat-core', () => {
  const window = { enabled: true, from: '2026-01-31', to: '2026-02-01T12:00' };

  it('queues the window that the values name, once, as the worker’s service account', async () => {
    const organization = '0190a1b2-0000-4000-8000-000000000001';
    const manifests = await render({ reprocess: { ...window, organization } });
    const reprocess = job(manifests, 'reprocess')!;
    const words = ['reprocess', '--from', '2026-01-31', '--to', '2026-02-01T12:00', '--org', organization];
    expect(args(reprocess)).toEqual(words);
    expect(reprocess.spec.backoffLimit).toBe(0);
    expect(podSpecOf(reprocess)!.serviceAccountName).toBe('heliostat-worker');
    expect(hookOf(reprocess)).toBeUndefined();
  });

  it('is given the stores that it reads and the queue, and no password more', async () => {
    const names = async (values: Record<string, unknown>) =>
      podSpecOf(job(await render({ ...values, reprocess: window }), 'reprocess')!)!
        .containers[0]!.env!.filter(({ valueFrom }) => valueFrom)
        .map(({ name }) => name);
    const common = ['CLICKHOUSE_PASSWORD', 'CLICKHOUSE_HQL_PASSWORD', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'];
    expect(await names({})).toEqual([...common, 'REDIS_PASSWORD']);
    const onePod = { redis: { enabled: false }, proxy: { replicas: 1, autoscaling: { enabled: false } } };
    expect(await names(onePod)).toEqual([...common, 'DATABASE_PASSWORD']);
  });

  it('is another Job for another window, and none where it is off', async () => {
    const name = async (from: string) =>
      job(await render({ reprocess: { ...window, from } }), 'reprocess')!.metadata.name;
    expect(await name('2026-01-30')).not.toBe(await name('2026-01-31'));
    expect(component(await render(), 'reprocess')).toEqual([]);
  });
});
