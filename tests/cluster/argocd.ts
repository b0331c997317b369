/**
 * `npm run test:argocd`: the environment dev under a real Argo CD, from nothing to healthy in waves, then a change by a
 * commit, then something deleted by hand. Takes it all away at the end.
 *
 *   GIT_REMOTE   where to push; the branch heliostat-argocd-test there is overwritten, and nothing else touched
 *   REPO_URL     the same repository as Argo CD reaches it; GIT_REMOTE unless told
 *   KUBECONFIG   a cluster with Argo CD, a default StorageClass, and the images of the charts within reach
 *   NAMESPACE    must not exist; heliostat-argocd-test unless told. Monitoring goes to <NAMESPACE>-monitoring
 *   TIMEOUT      seconds until all is healthy; 900 unless told
 *   KEEP         set: leave everything running
 *
 * Where Argo CD has no health check for Applications, which waves need, one is added to the ConfigMap argocd-cm.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';

const root = join(import.meta.dirname, '..', '..');
const branch = 'heliostat-argocd-test';
const environment = 'dev';
const { GIT_REMOTE: remote = '', KEEP: keep } = process.env;
const repoUrl = process.env.REPO_URL ?? remote;
const namespace = process.env.NAMESPACE ?? branch;
const spaces = [namespace, `${namespace}-monitoring`];
const timeoutMs = Number(process.env.TIMEOUT ?? 900) * 1000;
const parts = ['heliostat-infrastructure', 'heliostat-core', 'heliostat-monitoring'];
const healthKey = 'resource.customizations.health.argoproj.io_Application';
/** The check that helm-compose.yaml gives to Argo CD's own chart. */
const healthCheck = (): string => {
  type Compose = { releases: { 'argo-cd': { values: { configs: { cm: Record<string, string> } } } } };
  const compose = parse(readFileSync(join(root, 'helm-compose.yaml'), 'utf8')) as Compose;
  return compose.releases['argo-cd'].values.configs.cm[healthKey]!;
};

type Application = {
  metadata: { name: string; creationTimestamp: string };
  status?: {
    sync?: { status?: string; revision?: string };
    health?: { status?: string; lastTransitionTime?: string };
    operationState?: { phase?: string; message?: string };
    conditions?: { type: string; message: string }[];
  };
};

const startedAt = performance.now();
const say = (text: string) =>
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${text}`);

class Failure extends Error {}

/** Runs a program; rejects with its own words when it fails. */
function run(
  command: string,
  args: string[],
  options: { cwd?: string; input?: string } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd, stdio: ['pipe', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (err += text));
    child.once('error', (error) => reject(new Failure(`${command} cannot be started: ${error.message}`)));
    child.once('close', (code) =>
      code === 0
        ? resolve(out)
        : reject(new Failure(`${command} ${args.slice(0, 4).join(' ')}: ${err.trim() || out.trim()}`)),
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}

const kubectl = (...args: string[]) => run('kubectl', args);
const exists = (...args: string[]) =>
  kubectl('get', ...args, '--ignore-not-found', '-o', 'name').then((out) => out.trim() !== '');

/** Asks again and again until it gives something. */
async function until<T>(what: string, ask: () => Promise<T | undefined>, limitMs = timeoutMs): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Failure(`${what}: not in ${limitMs / 1000} s`);
    await sleep(2000);
  }
}

async function assertReady(): Promise<void> {
  if (remote === '') throw new Failure('GIT_REMOTE: expected a git repository to push to');
  if (!(await exists('crd', 'applications.argoproj.io')))
    throw new Failure('The cluster has no Argo CD (no kind Application)');
  for (const name of ['heliostat', ...parts])
    if (await exists('application', name, '-n', 'argocd'))
      throw new Failure(
        `Argo CD has an Application ${name} already; this test does not touch what is in use`,
      );
  for (const name of spaces)
    if (await exists('namespace', name)) throw new Failure(`The namespace ${name} is there already`);
  const map = parse(await kubectl('get', 'configmap', 'argocd-cm', '-n', 'argocd', '-o', 'yaml')) as {
    data?: Record<string, string>;
  };
  if (map.data?.[healthKey]) return;
  const patch = JSON.stringify({ data: { [healthKey]: healthCheck() } });
  await kubectl('patch', 'configmap', 'argocd-cm', '-n', 'argocd', '--type=merge', '-p', patch);
  say('argocd-cm: added the health check for Applications');
}

/** A repository with the charts and what is rendered of the environment. */
class Repository {
  readonly folder = mkdtempSync(join(tmpdir(), 'heliostat-argocd-'));
  private readonly rendered = join(this.folder, 'cdk8s', 'dist');

  async prepare(): Promise<void> {
    cpSync(join(root, 'charts'), join(this.folder, 'charts'), { recursive: true });
    const flags = [
      '--environment',
      environment,
      '--repo-url',
      repoUrl,
      '--revision',
      branch,
      '--namespace',
      namespace,
      '--out',
      this.rendered,
    ];
    await run(process.execPath, [join(root, 'cdk8s', '.build', 'main.js'), 'synth', ...flags]);
    await this.git('init', '--quiet', '--initial-branch', branch);
    await this.push('Install');
  }

  get rootManifest(): string {
    return join(this.rendered, environment, 'root.yaml');
  }

  /** Changes an Application's values, and gives the commit. */
  async changeValues(name: string, change: (values: Record<string, unknown>) => void): Promise<string> {
    const file = join(this.rendered, environment, 'apps', `${name}.yaml`);
    const application = parse(readFileSync(file, 'utf8')) as {
      spec: { source: { helm: { valuesObject: Record<string, unknown> } } };
    };
    change(application.spec.source.helm.valuesObject);
    writeFileSync(file, stringify(application));
    return this.push(`Change values of ${name}`);
  }

  private async push(message: string): Promise<string> {
    await this.git('add', '--all');
    const author = [
      '-c',
      'user.name=test',
      '-c',
      'user.email=test@example.com',
      '-c',
      'commit.gpgsign=false',
    ];
    await this.git(...author, 'commit', '--quiet', '--message', message);
    await this.git('push', '--quiet', '--force', remote, `HEAD:refs/heads/${branch}`);
    return (await this.git('rev-parse', 'HEAD')).trim();
  }

  private git(...args: string[]): Promise<string> {
    return run('git', args, { cwd: this.folder });
  }
}

const seen = new Map<string, string>();
/** When an Application was first seen healthy. */
const healthyAt = new Map<string, number>();

/** Reads all Applications, and says what changed. */
async function look(): Promise<Map<string, Application>> {
  const list = JSON.parse(await kubectl('get', 'applications', '-n', 'argocd', '-o', 'json')) as {
    items: Application[];
  };
  const found = new Map(list.items.map((item) => [item.metadata.name, item]));
  for (const name of ['heliostat', ...parts]) {
    const { sync, health, operationState, conditions } = found.get(name)?.status ?? {};
    const words = found.has(name)
      ? `${sync?.status ?? 'no state'}, ${health?.status ?? 'no health'}, ${operationState?.phase ?? 'no sync'}`
      : '';
    if (words && words !== seen.get(name)) say(`${name.padEnd(25)} ${words}`);
    const faults =
      conditions?.filter(({ type }) => type.endsWith('Error')).map(({ message }) => message) ?? [];
    if (faults.length > 0 && faults[0] !== seen.get(`${name} fault`)) {
      say(`${name.padEnd(25)} ${faults[0]}`);
      seen.set(`${name} fault`, faults[0]!);
    }
    seen.set(name, words);
    if (health?.status === 'Healthy' && sync?.status === 'Synced' && !healthyAt.has(name))
      healthyAt.set(name, health.lastTransitionTime ? Date.parse(health.lastTransitionTime) : Date.now());
  }
  return found;
}

const isWell = (application: Application | undefined) =>
  application?.status?.sync?.status === 'Synced' &&
  application.status.health?.status === 'Healthy' &&
  application.status.operationState?.phase === 'Succeeded';

async function installed(): Promise<void> {
  const found = await until('all Applications synced and healthy', async () => {
    const all = await look();
    return ['heliostat', ...parts].every((name) => isWell(all.get(name))) ? all : undefined;
  });
  // Argo CD makes the Application of a wave only when those of the one before are healthy. Its times are whole seconds.
  for (const [before, after] of [parts.slice(0, 2), parts.slice(1)]) {
    const made = Date.parse(found.get(after!)!.metadata.creationTimestamp);
    if (made + 2000 < healthyAt.get(before!)!)
      throw new Failure(
        `${after} was made before ${before} was healthy: the waves did not wait (is the check in argocd-cm that of helm-compose.yaml?)`,
      );
  }
  say('✔ synced and healthy, in waves');
}

async function rolledOut(repository: Repository): Promise<void> {
  const stamp = new Date().toISOString();
  const commit = await repository.changeValues('heliostat-core', (values) => {
    const web = (values.web ??= {}) as Record<string, unknown>;
    web.podAnnotations = { 'heliostat/test': stamp };
  });
  say(`pushed a change: ${commit.slice(0, 8)}`);
  await until('the change in the cluster', async () => {
    await look();
    const annotations = '{.spec.template.metadata.annotations}';
    const text = await kubectl(
      'get',
      'deployment',
      'heliostat-web',
      '-n',
      namespace,
      '-o',
      `jsonpath=${annotations}`,
    );
    return text.includes(stamp) ? true : undefined;
  });
  await kubectl('rollout', 'status', 'deployment/heliostat-web', '-n', namespace, '--timeout=300s');
  await until('healthy after the change', async () =>
    isWell((await look()).get('heliostat-core')) ? true : undefined,
  );
  say('✔ a commit rolled out');
}

async function healed(): Promise<void> {
  const uid = () =>
    kubectl(
      'get',
      'service',
      'heliostat-web',
      '-n',
      namespace,
      '--ignore-not-found',
      '-o',
      'jsonpath={.metadata.uid}',
    );
  const before = await uid();
  await kubectl('delete', 'service', 'heliostat-web', '-n', namespace);
  await until('a deleted Service made again', async () => {
    const now = await uid();
    return now !== '' && now !== before ? true : undefined;
  });
  say('✔ what was deleted by hand is back');
}

async function takeAway(): Promise<void> {
  await kubectl('delete', 'application', 'heliostat', '-n', 'argocd', '--ignore-not-found', '--timeout=300s');
  // The stores' Application leaves what it made: only the namespace takes it along.
  for (const name of parts)
    await kubectl('delete', 'application', name, '-n', 'argocd', '--ignore-not-found', '--timeout=300s');
  await kubectl(
    'delete',
    'appproject',
    'heliostat',
    'heliostat-root',
    '-n',
    'argocd',
    '--ignore-not-found',
    '--timeout=60s',
  );
  await kubectl('delete', 'namespace', ...spaces, '--ignore-not-found', '--timeout=300s');
  await run('git', ['push', '--quiet', remote, `:refs/heads/${branch}`]).catch(() => undefined);
  say('taken away');
}

async function troubles(): Promise<void> {
  for (const name of spaces) {
    const pods = await kubectl('get', 'pods', '-n', name, '-o', 'wide').catch(() => '');
    if (pods) console.log(pods);
  }
  const states = await kubectl(
    'get',
    'applications',
    '-n',
    'argocd',
    '-o',
    'jsonpath={range .items[*]}{.metadata.name}: {.status.operationState.message}{"\\n"}{end}',
  ).catch(() => '');
  console.log(states);
}

async function main(): Promise<number> {
  let repository: Repository | undefined;
  let began = false;
  try {
    await assertReady();
    repository = new Repository();
    await repository.prepare();
    say(`pushed charts and the environment ${environment} to ${branch}`);
    began = true;
    await kubectl('apply', '-f', repository.rootManifest);
    await installed();
    await rolledOut(repository);
    await healed();
    return 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`✖ ${error.message}`);
    if (began) await troubles();
    return 1;
  } finally {
    if (repository) rmSync(repository.folder, { recursive: true, force: true });
    if (began && !keep) await takeAway();
  }
}

process.exitCode = await main();
