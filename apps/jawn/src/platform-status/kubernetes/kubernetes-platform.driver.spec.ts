import { ApiException, type V1Job } from '@kubernetes/client-node';
import { backupJob, cronJob, deployment, event, pod } from '../testing/kubernetes-objects.js';
import { type KubernetesClients } from './kubernetes-api.js';
import { KubernetesPlatform } from './kubernetes-platform.driver.js';

const refuse =
  (code: number, message = 'no') =>
  async () => {
    throw new ApiException(code, 'no', JSON.stringify({ kind: 'Status', message }), {});
  };
const list =
  <T>(...items: T[]) =>
  async () => ({ items });

type Calls = Record<keyof KubernetesClients, Record<string, unknown>>;

function create(overrides: Partial<Calls> = {}, argocdNamespaces = ['argocd']) {
  const calls: Calls = {
    core: {
      listNamespacedPod: list(pod('jawn', 'heliostat-jawn-1')),
      listNamespacedEvent: list(event()),
      ...overrides.core,
    },
    apps: {
      listNamespacedDeployment: list(deployment('jawn', 1), deployment('worker', 1)),
      listNamespacedStatefulSet: list(),
      ...overrides.apps,
    },
    autoscaling: { listNamespacedHorizontalPodAutoscaler: list(), ...overrides.autoscaling },
    batch: {
      listNamespacedCronJob: list(cronJob()),
      listNamespacedJob: list(),
      createNamespacedJob: async ({ body }: { body: V1Job }) => body,
      ...overrides.batch,
    },
    custom: { listNamespacedCustomObject: refuse(404), ...overrides.custom },
  };
  const asked: string[] = [];
  const sut = new KubernetesPlatform(
    calls as unknown as KubernetesClients,
    { namespace: 'heliostat', release: 'heliostat', argocdNamespaces },
    async (url) => {
      asked.push(url);
      return { version: '0.1.0', degraded: [] };
    },
  );
  return { sut, asked };
}

describe(KubernetesPlatform.name, () => {
  it('asks each app at its own address what it says of itself', async () => {
    const { sut, asked } = create();
    const [jawn] = await sut.components();
    expect(asked).toEqual(['http://10.42.0.7:8585']);
    expect(jawn!.instances).toMatchObject([{ reportedVersion: '0.1.0', memoryBytes: null }]);
  });

  it('shows what pods use where the cluster measures it', async () => {
    const usage = {
      items: [
        { metadata: { name: 'heliostat-jawn-1' }, containers: [{ usage: { cpu: '12m', memory: '64Mi' } }] },
      ],
    };
    const { sut } = create({ custom: { listNamespacedCustomObject: async () => usage } });
    expect((await sut.components())[0]!.instances).toMatchObject([
      { cpuCores: 0.012, memoryBytes: 67_108_864 },
    ]);
  });

  it('names the verb, the resource and its group that the Role lacks', async () => {
    const { sut } = create({ autoscaling: { listNamespacedHorizontalPodAutoscaler: refuse(403) } });
    await expect(sut.autoscalers()).rejects.toMatchObject({
      code: 'platform/forbidden',
      message: expect.stringMatching(
        /list horizontalpodautoscalers in namespace heliostat: add .*"horizontalpodautoscalers" \(API group "autoscaling"\)/,
      ),
    });
  });

  it('says that the API did not answer in time, and why it does not answer', async () => {
    const late = async () => {
      throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    };
    await expect(create({ core: { listNamespacedEvent: late } }).sut.events()).rejects.toThrow(
      /did not answer in time \(list events\)/,
    );
    const away = async () => {
      throw new Error('fetch failed', { cause: new Error('connect ECONNREFUSED 10.96.0.1:443') });
    };
    await expect(create({ core: { listNamespacedEvent: away } }).sut.events()).rejects.toMatchObject({
      status: 503,
      message: expect.stringContaining('ECONNREFUSED 10.96.0.1'),
    });
  });

  it('shows events of our workloads only', async () => {
    const other = event({ involvedObject: { kind: 'Pod', name: 'shop-0' } });
    const { sut } = create({ core: { listNamespacedEvent: list(event(), other) } });
    expect(await sut.events()).toMatchObject([{ object: 'Pod/heliostat-worker-7d9f-x1' }]);
  });

  it.each([403, 404])('takes %d for an Argo CD that is not installed', async (code) => {
    const { sut } = create({ custom: { listNamespacedCustomObject: refuse(code) } });
    expect(await sut.argocd()).toMatchObject({
      installed: false,
      reason: expect.stringContaining('jawn.platform.argocd'),
      applications: [],
    });
  });

  it('does not hide an Argo CD that fails otherwise', async () => {
    const { sut } = create({ custom: { listNamespacedCustomObject: refuse(500, 'etcd is away') } });
    await expect(sut.argocd()).rejects.toThrow('etcd is away');
  });

  describe('a backup by hand', () => {
    const running = backupJob('heliostat-backup-nightly-1', { active: 1 });

    it('is a Job from the only CronJob', async () => {
      expect(await create().sut.runBackup(undefined)).toMatchObject({
        schedule: 'nightly',
        byHand: true,
        state: 'running',
      });
    });

    it('is refused while one runs, with its name', async () => {
      const { sut } = create({ batch: { listNamespacedJob: list(running) } });
      await expect(sut.runBackup('nightly')).rejects.toMatchObject({
        code: 'platform/backup-running',
        status: 409,
        message: expect.stringContaining('heliostat-backup-nightly-1'),
      });
    });

    it('is refused when another jawn was faster', async () => {
      const { sut } = create({ batch: { createNamespacedJob: refuse(409, 'already exists') } });
      await expect(sut.runBackup('nightly')).rejects.toMatchObject({ code: 'platform/backup-running' });
    });

    it('names the right that is missing', async () => {
      const { sut } = create({ batch: { createNamespacedJob: refuse(403) } });
      await expect(sut.runBackup('nightly')).rejects.toMatchObject({
        status: 403,
        message: expect.stringMatching(/create jobs.*verb "create" on "jobs"/),
      });
    });

    it('has to name its schedule where there are several, and an existing one', async () => {
      const { sut } = create({ batch: { listNamespacedCronJob: list(cronJob(), cronJob('hourly')) } });
      await expect(sut.runBackup(undefined)).rejects.toMatchObject({
        status: 400,
        message: expect.stringMatching(/hourly, nightly/),
      });
      await expect(sut.runBackup('weekly')).rejects.toMatchObject({ status: 404 });
      expect(await sut.runBackup('hourly')).toMatchObject({
        name: expect.stringContaining('backup-hourly-'),
      });
    });

    it('says how backups are turned on where there is no schedule', async () => {
      const { sut } = create({ batch: { listNamespacedCronJob: list() } });
      await expect(sut.runBackup(undefined)).rejects.toThrow('backup.enabled=true');
      expect((await sut.backupJobs()).byHand).toContain('backup.enabled=true');
    });
  });

  it('plans a restore by the values of the chart', async () => {
    const steps = await create().sut.restoreSteps({
      id: '20260131T023000Z',
      startedAt: '',
      finishedAt: '',
      seconds: 1,
      bytes: 1,
      stores: ['postgres', 'objects'],
      version: '0.1.0',
    });
    const code = steps.map((step) => step.code).join('\n');
    expect(code).toContain('--from=cronjob/heliostat-backup-nightly');
    expect(code.replaceAll('\\\n  ', '')).toMatch(
      /helm upgrade heliostat charts\/heliostat-core --namespace heliostat --reuse-values --set restore\.enabled=true --set restore\.force=true --set restore\.backup=20260131T023000Z\n/,
    );
    expect(code).toContain('--set restore.enabled=false');
  });
});
