import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const plugin = join(import.meta.dirname, '..');
const deployment = `apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }}}
data: {greeting: {{ required "a greeting is needed" .Values.greeting | quote }}}
`;

beforeAll(async () => {
  await run(process.execPath, [join(plugin, 'build.mjs')]);
});

describe.each([
  ['3', process.env.HELIOSTAT_TEST_HELM ?? 'helm3'],
  ['4', process.env.HELIOSTAT_TEST_HELM4 ?? 'helm4'],
])('the plugin under Helm %s', (major, helm) => {
  let folder: string;
  let env: NodeJS.ProcessEnv;

  const file = (releases: string) =>
    writeFileSync(
      join(folder, 'helm-compose.yaml'),
      `apiVersion: "1.1"\nstorage: {name: test, type: local, path: state}\nreleases:\n${releases}`,
    );
  const compose = (...args: string[]) =>
    run(helm, ['compose', ...args], { cwd: folder, env }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'helm-compose-'));
    // A home of its own: the plugins and caches of whoever runs the tests stay as they are.
    const homes = { HELM_DATA_HOME: 'data', HELM_CACHE_HOME: 'cache', HELM_CONFIG_HOME: 'config' };
    const own = Object.entries(homes).map(([name, path]) => [name, join(folder, path)]);
    env = { ...process.env, ...Object.fromEntries(own), KUBECONFIG: join(folder, 'none'), NAME: 'Ada' };
    mkdirSync(join(folder, 'chart', 'templates'), { recursive: true });
    writeFileSync(join(folder, 'chart', 'Chart.yaml'), 'apiVersion: v2\nname: chart\nversion: 1.0.0\n');
    writeFileSync(join(folder, 'chart', 'templates', 'map.yaml'), deployment);
    await run(helm, ['plugin', 'install', plugin], { env });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is that of the version meant', async () => {
    const { stdout } = await run(helm, ['version', '--short'], { env });
    expect(stdout).toMatch(new RegExp(`^v${major}\\.`));
  });

  it('renders all releases in the order of their needs, without a cluster', async () => {
    file(
      '  b: {chart: ./chart, needs: [a], values: {greeting: "Hello $NAME"}}\n  a: {chart: ./chart, namespace: there, values: {greeting: hi}}\n',
    );
    const { code, stdout } = await compose('template');
    expect(code).toBe(0);
    expect(stdout.match(/name: (\w)/g)).toEqual(['name: a', 'name: b']);
    expect(stdout).toContain('namespace: there');
    expect(stdout).toContain('greeting: "Hello Ada"');
  });

  it("takes helm's --namespace where the file names none, and renders only what is named", async () => {
    file('  a: {chart: ./chart, values: {greeting: hi}}\n  b: {chart: ./chart, values: {greeting: hi}}\n');
    const { stdout } = await compose('template', 'b', '-n', 'elsewhere');
    expect(stdout).toContain('namespace: elsewhere');
    expect(stdout).not.toContain('name: a');
  });

  it("ends with 1 and the chart's own words when a value is missing", async () => {
    file('  a: {chart: ./chart}\n');
    const { code, stderr } = await compose('template');
    expect(code).toBe(1);
    expect(stderr).toContain('a greeting is needed');
  });

  it('names the fault in a wrong file', async () => {
    file('  a: {chrat: ./chart}\n');
    const { code, stderr } = await compose('-f', 'helm-compose.yaml', 'up');
    expect(code).toBe(1);
    expect(stderr).toContain('helm-compose.yaml:4: releases.a.chrat: is no key of the format');
  });

  it('fails in words when no cluster can be reached', async () => {
    file('  a: {chart: ./chart, values: {greeting: hi}}\n');
    const { code, stdout } = await compose('up');
    expect(code).toBe(1);
    expect(stdout).toContain('Helm cannot reach the cluster');
  });

  it('passes an interrupt on, says how it left things, and ends with 130', async () => {
    file(
      '  a: {chart: ./chart, values: {greeting: hi}}\n  b: {chart: ./chart, needs: [a], values: {greeting: hi}}\n',
    );
    // An API server that takes requests and never answers.
    let asked: () => void = () => undefined;
    const wasAsked = new Promise<void>((resolve) => (asked = resolve));
    const server = createServer(() => asked());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const child = spawn(process.execPath, [join(plugin, 'bin', 'compose.mjs'), 'up'], {
      cwd: folder,
      env: { ...env, HELM_BIN: helm, HELM_KUBEAPISERVER: `http://127.0.0.1:${port}` },
    });
    let out = '';
    child.stdout.on('data', (text) => (out += text));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    await wasAsked;
    child.kill('SIGINT');
    const timer = setInterval(() => server.closeAllConnections(), 1000);
    expect(await ended).toBe(130);
    clearInterval(timer);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(out).toMatch(/stopped: a; not tried: b/);
  });
});
