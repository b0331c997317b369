import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import OpenAI from 'openai';
import {
  addressOf,
  apply,
  composeOrThrow,
  compose,
  folder,
  get,
  inNamespace,
  isReady,
  kill,
  kubectl,
  namespace,
  podsOf,
  run,
  runAside,
  secret,
  sleep,
  until,
} from './cluster.mjs';
import { checkGateway, checkRealtime, openOrganization } from './gateway.mjs';
import { assertRows, Traffic } from './traffic.mjs';

const apps = ['proxy', 'jawn', 'worker', 'web'];
const nextTag = '0.1.0-next';

/** What steps hand on: addresses, the owner's key, all acknowledged calls. */
export const state = { since: Date.now(), ids: [] };

const target = () => ({
  proxyUrl: addressOf('heliostat-proxy', 8787),
  apiUrl: addressOf('heliostat-jawn', 8585),
  apiKey: secret('heliostat-owner')['api-key'],
});

const remember = (traffic) => state.ids.push(...traffic.acknowledged);
const rowsOf = (ids = state.ids, seconds) => assertRows({ ...target(), ids, since: state.since, seconds });

/** What the values name: keys of the store for backups, and the installation's own key for the provider. */
function applySecrets() {
  const secrets = {
    'e2e-backups': { 'access-key': 'e2e-backups', 'secret-key': 'e2e-backups-secret' },
    'e2e-openai': { 'api-key': 'sk-simulated' },
  };
  for (const [name, stringData] of Object.entries(secrets))
    apply(JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData }));
}

/** Every pod of the four apps ready, and none of an older version left. */
const settled = () =>
  until('all pods are ready', () =>
    apps.every((app) => {
      const pods = podsOf(app);
      return pods.length > 0 && pods.every(isReady);
    }),
  );

/** What the apps' pods are made of; the autoscaler may add and remove pods meanwhile. */
const templates = () =>
  JSON.stringify(
    get('deployments,statefulsets', '-l', 'app.kubernetes.io/name=heliostat-core').items.map(
      ({ spec }) => spec.template,
    ),
  );

function assertNoFailures(traffic, during) {
  if (traffic.acknowledged.length < 50)
    throw new Error(`only ${traffic.acknowledged.length} calls ${during}: too few to say anything`);
  if (traffic.failures.length > 0)
    throw new Error(
      `${traffic.failures.length} of ${traffic.acknowledged.length + traffic.failures.length} calls failed ${during}: ${JSON.stringify(traffic.failures.slice(0, 5))}`,
    );
}

export const steps = {
  async 'helm compose up from nothing'() {
    kubectl('apply', '-f', join(folder, 'outside.yaml'));
    run('kubectl', ['create', 'namespace', namespace], { allow: true });
    kubectl('label', '--overwrite', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted');
    applySecrets();
    await composeOrThrow(['up']);
    await settled();
    return `${apps.map((app) => `${podsOf(app).length} ${app}`).join(', ')} ready`;
  },

  async 'helm test of both charts'() {
    for (const release of ['heliostat-infrastructure', 'heliostat-core'])
      run('helm', ['test', release, '-n', namespace, '--timeout', '5m']);
    return 'real requests went through the proxy and its unified API, and were found by the API';
  },

  async "calls by OpenAI's client are rows with tokens and cost"() {
    const { apiUrl, apiKey, proxyUrl } = target();
    const client = new OpenAI({
      apiKey: 'sk-simulated',
      baseURL: `${proxyUrl}/oai/v1`,
      defaultHeaders: { 'Helicone-Auth': `Bearer ${apiKey}` },
    });
    const { response } = await client.chat.completions
      .create({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello!' }] })
      .withResponse();
    const id = response.headers.get('helicone-id');
    const row = await until('the call is a row', async () => {
      const reply = await fetch(`${apiUrl}/v1/request/${id}`, {
        headers: { authorization: `Bearer ${apiKey}` },
      });
      return reply.ok ? (await reply.json()).data : undefined;
    });
    const cost = row.cost ?? row.costUSD ?? row.response_cost;
    if (!(row.total_tokens > 0) || !(Number(cost) > 0))
      throw new Error(`no tokens or no cost: ${JSON.stringify(row).slice(0, 800)}`);
    state.ids.push(id);
    return `${row.total_tokens} tokens, $${cost}`;
  },

  async "limits, cache and credits hold across the proxy's pods"() {
    // The lowest of the StatefulSet: the autoscaler takes the others away.
    const pods = podsOf('proxy')
      .filter(isReady)
      .toSorted((a, b) => a.metadata.name.localeCompare(b.metadata.name, 'en', { numeric: true }))
      .slice(0, 2);
    if (pods.length < 2) throw new Error('only one proxy is ready: nothing to hold across');
    const { proxyUrl, apiUrl } = target();
    const { email, password } = secret('heliostat-owner');
    const simulator = JSON.parse(
      kubectl('get', 'service/simulator', '-n', 'heliostat-e2e-outside', '-o', 'json'),
    );
    const account = await openOrganization({
      webUrl: addressOf('heliostat-web', 3000),
      apiUrl,
      owner: { email, password },
    });
    const urls = pods.map(({ status }) => `http://${status.podIP}:8787`);
    const seen = await checkGateway({
      urls: [proxyUrl, ...urls],
      simulatorUrl: `http://${simulator.spec.clusterIP}:9001`,
      account,
    });
    const realtime = await checkRealtime({
      url: urls[1],
      account,
      takeAway: () => inNamespace('delete', 'pod', pods[1].metadata.name, '--wait=false'),
    });
    await settled();
    return `${seen}; ${realtime}`;
  },

  async 'the proxy scales with its load'() {
    // What came before may have brought more of them.
    await until('no more proxies than the fewest', () => podsOf('proxy').length <= 2, 300);
    const before = podsOf('proxy').length;
    const traffic = new Traffic({ ...target(), concurrency: 48, pauseMs: 0, maxRetries: 2 });
    try {
      await until('a third proxy is ready', () => podsOf('proxy').filter(isReady).length > before, 240);
    } finally {
      remember(await traffic.stop());
    }
    const pods = podsOf('proxy').length;
    await rowsOf();
    return `${before} to ${pods} pods; ${traffic.acknowledged.length} calls, every one a row`;
  },

  async 'an upgrade under load fails no call and loses no row'() {
    const traffic = new Traffic({ ...target(), concurrency: 6, pauseMs: 30 });
    try {
      await sleep(3_000);
      await composeOrThrow(['up'], { E2E_TAG: nextTag });
      await settled();
      await sleep(3_000);
    } finally {
      remember(await traffic.stop());
    }
    const images = podsOf('proxy').map(({ spec }) => spec.containers[0].image);
    if (!images.every((image) => image.endsWith(`:${nextTag}`))) throw new Error(`still old: ${images}`);
    assertNoFailures(traffic, 'during the upgrade');
    await rowsOf();
    return `${traffic.acknowledged.length} calls by a client that never retries, none failed, every one a row`;
  },

  async 'pods killed under load lose no row'() {
    const traffic = new Traffic({ ...target(), concurrency: 6, pauseMs: 30, maxRetries: 5 });
    const killed = [];
    try {
      for (const component of ['proxy', 'worker', 'jawn', 'valkey', 'clickhouse', 'minio', 'postgres']) {
        await sleep(3_000);
        const [pod] = podsOf(component).filter(isReady);
        kill(pod.metadata.name);
        killed.push(component);
        await sleep(2_000);
        await until(`${component} is back`, () => podsOf(component).some(isReady));
      }
      await settled();
    } finally {
      remember(await traffic.stop());
    }
    await rowsOf(state.ids, 300);
    return `${killed.join(', ')}; ${traffic.acknowledged.length} calls acknowledged, every one a row, ${traffic.failures.length} answered with an error`;
  },

  async 'an upgrade that cannot migrate leaves the old version serving'() {
    const before = templates();
    const traffic = new Traffic({ ...target(), concurrency: 2, pauseMs: 50 });
    let status;
    let text;
    try {
      ({ status, text } = await runAside('helm', [
        'upgrade',
        'heliostat-core',
        'charts/heliostat-core',
        '-n',
        namespace,
        '--reset-then-reuse-values',
        '--timeout',
        '5m',
        '--set',
        'postgres.host=nowhere',
        '--set',
        'migrations.waitSeconds=5',
        '--set',
        'migrations.backoffLimit=0',
      ]));
    } finally {
      remember(await traffic.stop());
    }
    if (status === 0) throw new Error('the upgrade with a wrong host of Postgres went through');
    if (templates() !== before) throw new Error('the failed upgrade changed what runs');
    assertNoFailures(traffic, 'during the failed upgrade');
    const log = inNamespace('logs', '-l', 'app.kubernetes.io/component=migrate', '--tail=3');
    if (!log.includes('nowhere')) throw new Error(`the migration does not name what is away: ${log}`);
    await composeOrThrow(['up'], { E2E_TAG: nextTag });
    await settled();
    return `${text.trim().split('\n').at(-1).slice(0, 120)}; the Job says: ${log.trim().split('\n').at(-1).slice(0, 120)}`;
  },

  async 'a wrong secret keeps the new pod unready, with one line that says why'() {
    inNamespace('create', 'secret', 'generic', 'e2e-wrong', '--from-literal=password=wrong');
    const patch = {
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: 'worker',
                env: [
                  {
                    name: 'DATABASE_PASSWORD',
                    valueFrom: { secretKeyRef: { name: 'e2e-wrong', key: 'password' } },
                  },
                ],
              },
            ],
          },
        },
      },
    };
    await settled();
    const old = new Set(podsOf('worker').map(({ metadata }) => metadata.name));
    inNamespace('patch', 'deployment', 'heliostat-worker', '--patch', JSON.stringify(patch));
    const fresh = () => podsOf('worker').find(({ metadata }) => !old.has(metadata.name));
    const reason = await until('the new worker says why it does not start', () => {
      const pod = fresh();
      if (!pod) return undefined;
      if (isReady(pod)) throw new Error('it is ready');
      // Between two starts there is no log to read for a moment.
      const lines = ['', '--previous'].flatMap((which) => {
        const args = ['-n', namespace, 'logs', pod.metadata.name, ...(which ? [which] : [])];
        return (run('kubectl', args, { allow: true }) ?? '').trim().split('\n');
      });
      return lines.find((line) => /password|authentication/i.test(line));
    });
    if (podsOf('worker').filter(isReady).length < old.size) throw new Error('an old worker was taken away');
    inNamespace('rollout', 'undo', 'deployment/heliostat-worker');
    inNamespace('delete', 'secret', 'e2e-wrong');
    await settled();
    return reason.slice(0, 200);
  },

  async 'a window is reprocessed, and every row is still there once'() {
    const upgrade = (...values) =>
      run('helm', [
        ...['upgrade', 'heliostat-core', 'charts/heliostat-core', '-n', namespace],
        ...['--reset-then-reuse-values', '--timeout', '5m', ...values],
      ]);
    const from = new Date(state.since).toISOString().slice(0, 16);
    upgrade('--set', 'reprocess.enabled=true', '--set-string', `reprocess.from=${from}`);
    const selector = 'app.kubernetes.io/component=reprocess';
    await until(
      'the window is queued again',
      () => {
        const [job] = get('jobs', '-l', selector).items;
        if (job?.status.failed > 0) throw new Error(inNamespace('logs', '-l', selector, '--tail=20'));
        return job?.status.succeeded === 1;
      },
      300,
    );
    const log = inNamespace('logs', '-l', selector, '--tail=1').trim();
    upgrade('--set', 'reprocess.enabled=false');
    await settled();
    const rows = await rowsOf(state.ids, 300);
    return `${rows} rows; the Job says: ${log.slice(0, 140)}`;
  },

  async 'a backup'() {
    inNamespace('create', 'job', 'e2e-backup', '--from=cronjob/heliostat-backup-nightly');
    await until(
      'the backup is done',
      () => {
        const { status } = get('job', 'e2e-backup');
        if (status.failed > 1) throw new Error(inNamespace('logs', 'job/e2e-backup', '--tail=20'));
        return status.succeeded === 1;
      },
      600,
    );
    state.kept = ['heliostat-secrets', 'heliostat-owner'].map((name) => {
      const { metadata, ...rest } = get('secret', name);
      return { ...rest, metadata: { name: metadata.name, labels: metadata.labels } };
    });
    return inNamespace('logs', 'job/e2e-backup', '--tail=1').trim().slice(0, 200);
  },

  async 'helm compose down keeps the volumes'() {
    await composeOrThrow(['down']);
    const claims = get('pvc').items.length;
    if (claims < 4) throw new Error(`only ${claims} volume claims are left`);
    await until('no pod runs', () => get('pods').items.every(({ status }) => status.phase !== 'Running'));
    return `${claims} volume claims kept`;
  },

  async 'everything is destroyed, volumes and secrets'() {
    inNamespace('delete', 'pod,job,pvc,secret,configmap', '--all', '--wait=true');
    await until('no volume is left', () => get('pvc').items.length === 0);
    return 'no volume, no secret left';
  },

  async 'restored from the backup: every row is there'() {
    for (const kept of state.kept) apply(JSON.stringify(kept));
    applySecrets();
    await composeOrThrow(['up', 'heliostat-infrastructure']);
    const values = ['examples/small.yaml']
      .map((file) => `charts/heliostat-core/${file}`)
      .concat('tests/cluster/values/core.yaml');
    const rendered = run('helm', [
      'template',
      'heliostat-core',
      'charts/heliostat-core',
      '-n',
      namespace,
      ...values.flatMap((file) => ['-f', file]),
      '--set',
      'restore.enabled=true',
      '--set',
      'restore.backup=latest',
      '--show-only',
      'templates/restore/restore.yaml',
    ]);
    apply(rendered);
    const selector = 'app.kubernetes.io/component=restore';
    await until(
      'the restore is done',
      () => {
        const [job] = get('jobs', '-l', selector).items;
        if (job.status.failed > 0) throw new Error(inNamespace('logs', '-l', selector, '--tail=30'));
        return job.status.succeeded === 1;
      },
      600,
    );
    const log = inNamespace('logs', '-l', selector, '--tail=3').trim();
    inNamespace('delete', 'job,serviceaccount,networkpolicy', '-l', 'app.kubernetes.io/component=restore');
    await composeOrThrow(['up']);
    await settled();
    const rows = await rowsOf(state.ids, 300);
    run('helm', ['test', 'heliostat-core', '-n', namespace, '--timeout', '5m']);
    return `${rows} rows; the restore says: ${log.split('\n').at(-1).slice(0, 140)}`;
  },

  async 'helm compose down'() {
    await compose(['down', '--delete-volumes', '--yes']);
    kubectl('delete', 'namespace', namespace, 'monitoring', 'heliostat-e2e-outside', '--ignore-not-found');
    return 'removed';
  },
};

export const version = JSON.parse(readFileSync(join(folder, '..', '..', 'package.json'), 'utf8')).version;
export { nextTag };
