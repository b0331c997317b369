import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

export const folder = dirname(fileURLToPath(import.meta.url));
export const root = join(folder, '..', '..');
export const namespace = 'heliostat';
export { sleep };

/** Runs a command and returns its output; throws with its words, or returns `undefined` where failing is allowed. */
export function run(command, args, { input, env = {}, allow = false } = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    input,
    cwd: root,
    env: { ...process.env, ...env },
    maxBuffer: 1 << 27,
  });
  if (error) throw error;
  if (status === 0) return stdout;
  if (allow) return undefined;
  throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`.slice(-6_000));
}

/** The same in the background, beside traffic; resolves with status and all that was printed. */
export function runAside(command, args, { env = {} } = {}) {
  return new Promise((resolve, reject) => {
    let text = '';
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
    child.once('error', reject);
    child.once('exit', (status) => resolve({ status, text }));
  });
}

export const kubectl = (...args) => run('kubectl', args);
export const inNamespace = (...args) => run('kubectl', ['-n', namespace, ...args]);
export const get = (...args) => JSON.parse(inNamespace('get', ...args, '-o', 'json'));
export const apply = (manifest, space = namespace) =>
  run('kubectl', ['-n', space, 'apply', '-f', '-'], { input: manifest });

/** Without waiting for anything to end in order: what a lost node looks like. */
export const kill = (pod) => inNamespace('delete', 'pod', pod, '--force', '--grace-period=0', '--wait=false');

export function secret(name) {
  const { data } = get('secret', name);
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
  );
}

/** A Service's address in the cluster: this script runs where those are reached. */
export const addressOf = (service, port) => {
  const { spec } = get('service', service);
  return `http://${spec.clusterIP}:${port}`;
};

export async function until(what, condition, seconds = 180, everyMs = 1_000) {
  const deadline = Date.now() + seconds * 1_000;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`);
    await sleep(everyMs);
  }
}

export const podsOf = (component) =>
  get('pods', '-l', `app.kubernetes.io/part-of=heliostat,app.kubernetes.io/component=${component}`).items;
export const isReady = (pod) =>
  !pod.metadata.deletionTimestamp &&
  pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');

/** `helm compose …` with the plugin of this repository. */
export const compose = (args, env = {}) =>
  runAside('helm', ['compose', ...args, '-f', join(folder, 'helm-compose.yaml')], { env });

export async function composeOrThrow(args, env) {
  const { status, text } = await compose(args, env);
  if (status !== 0)
    throw new Error(`helm compose ${args.join(' ')} ended with ${status}\n${text}`.slice(-6_000));
  return text;
}
