/**
 * `npm run test:compose`: helm compose on a real cluster, with a chart of one StatefulSet: up, a failure, up again, list,
 * get, down with and without volumes. Works in a namespace of its own, and takes it away.
 *
 *   KUBECONFIG   a cluster with a default StorageClass
 *   HELM_BIN     the helm to use; helm unless told
 *   IMAGE        any image that runs as a user other than root; registry.k8s.io/pause:3.10 unless told
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const plugin = fileURLToPath(new URL('../../tools/helm-compose/bin/compose.mjs', import.meta.url));
const space = 'heliostat-compose-test';
const image = process.env.IMAGE ?? 'registry.k8s.io/pause:3.10';
const folder = mkdtempSync(join(tmpdir(), 'helm-compose-'));
const statefulSet = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: {{ .Release.Name }}}
spec:
  serviceName: {{ .Release.Name }}
  selector: {matchLabels: {app.kubernetes.io/instance: {{ .Release.Name }}}}
  template:
    metadata: {labels: {app.kubernetes.io/instance: {{ .Release.Name }}}}
    spec:
      terminationGracePeriodSeconds: 0
      securityContext: {runAsNonRoot: true, runAsUser: 10001, seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: main
          image: {{ .Values.image }}
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
          volumeMounts: [{name: data, mountPath: /data}]
  volumeClaimTemplates:
    - metadata: {name: data}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
`;

type Ended = { code: number; out: string };

function run(command: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (out += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, out }));
  });
}

const compose = (...args: string[]) => run(process.execPath, plugin, ...args);
const claims = async () =>
  (await run('kubectl', 'get', 'pvc', '-n', space, '-o', 'name')).out.trim().split('\n').filter(Boolean)
    .length;

function file(...releases: string[]): void {
  const head = `apiVersion: "1.1"\nstorage: {name: ${space}}\nreleases:\n`;
  writeFileSync(join(folder, 'helm-compose.yaml'), head + releases.map((line) => `  ${line}\n`).join(''));
}

const release = (name: string, rest: string) => `${name}: {chart: ./chart, namespace: ${space}, ${rest}}`;
const one = release(
  'one',
  `values: {image: "${image}"}, namespaceLabels: {pod-security.kubernetes.io/enforce: restricted}`,
);
const two = release('two', `needs: [one], values: {image: "${image}"}`);
const bad = release('bad', 'needs: [one], timeout: 10s, values: {image: "example.invalid/none:1"}');

let failures = 0;
function check(what: string, ended: Ended, code: number, ...words: RegExp[]): void {
  const missing = words.filter((pattern) => !pattern.test(ended.out));
  const isRight = ended.code === code && missing.length === 0;
  console.log(`${isRight ? '✔' : '✖'} ${what}`);
  if (isRight) return;
  failures++;
  console.log(
    `code ${ended.code}, expected ${code}; not found: ${missing.join(' ') || 'nothing'}\n${ended.out}`,
  );
}

async function scenario(): Promise<void> {
  file(one, two, bad, release('three', `needs: [bad], values: {image: "${image}"}`));
  check('says beforehand what it would do', await compose('up', '--dry-run'), 0, /one +would be installed/);
  const first = [
    /✔ one .*installed/,
    /✔ two .*installed/,
    /✖ bad [\s\S]*\n +bad-0: main \w*Image/,
    /! three .*needs bad/,
  ];
  check('goes on beside a failed release, and says why it failed', await compose('up'), 1, ...first);
  file(one, two);
  const second = [/bad .*uninstalled/, /one .*upgraded in .*, revision 2/, /two .*upgraded/];
  check('uninstalls what left the file and upgrades the rest', await compose('up'), 0, ...second);
  check('lists its revisions', await compose('list'), 0, /^1 .*\n2 .*\n$/m);
  check('gives the file of one', await compose('get', '1'), 0, /example\.invalid\/none:1/);
  check(
    'keeps volumes when it goes down',
    await compose('down'),
    0,
    /two .*uninstalled/,
    /Volumes were kept/,
  );
  check('finds them again', { code: 0, out: String(await claims()) }, 0, /^3$/);
  check('is up again', await compose('up'), 0, /one .*installed/);
  const refused = [/data-one-0 \(1Mi\)/, /Add --yes/];
  check('deletes no volume without a yes', await compose('down', '--delete-volumes'), 1, ...refused);
  check(
    'deletes them with one',
    await compose('down', '--delete-volumes', '--yes'),
    0,
    /with 1 volume claim/,
  );
  check('has nothing left to do', await compose('down'), 0, /Nothing is installed/);
}

mkdirSync(join(folder, 'chart', 'templates'), { recursive: true });
writeFileSync(join(folder, 'chart', 'Chart.yaml'), 'apiVersion: v2\nname: chart\nversion: 1.0.0\n');
writeFileSync(join(folder, 'chart', 'templates', 'set.yaml'), statefulSet);
try {
  await scenario();
} finally {
  await run('kubectl', 'delete', 'namespace', space, '--ignore-not-found', '--timeout=120s');
  await run('kubectl', 'delete', 'secret', '-n', 'default', '-l', `helm-compose/name=${space}`);
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures > 0 ? 1 : 0;
