#!/usr/bin/env node
/**
 * `npm run test:cluster`: Heliostat in a real cluster, from images to a restore. Takes up to an hour.
 *
 *   KUBECONFIG          an empty cluster, reached by kubectl and helm (3 or 4, with the plugin of tools/helm-compose)
 *   HELIOSTAT_E2E_LOAD  a command that takes names of images and loads them into the cluster; `kind load docker-image`
 *                       unless set, `none` when they are there
 *   HELIOSTAT_E2E_BUILD `none` when the images are built; else docker/build.sh builds them
 *   ONLY, FROM          names of steps (parts of them, several by commas), or the step to go on from
 *
 * It must run where the cluster's Service addresses are reached: on a node, or in its network. `--write` puts the
 * outcome into docs/operations/tested.md.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubectl, root, run } from './cluster.mjs';
import { nextTag, state, steps, version } from './steps.mjs';

const images = ['proxy', 'jawn', 'worker', 'web', 'ops', 'minio', 'simulator'];
const upgraded = ['proxy', 'jawn', 'worker', 'web'];
const stateFile = join(tmpdir(), 'heliostat-e2e-state.json');
const shell = (command, args) => {
  const [program, ...first] = command.split(' ');
  const { status } = spawnSync(program, [...first, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ended with ${status}`);
};

function prepare() {
  if (process.env.HELIOSTAT_E2E_BUILD !== 'none') shell('docker/build.sh', images);
  const load = process.env.HELIOSTAT_E2E_LOAD ?? 'kind load docker-image';
  if (load === 'none') return;
  for (const name of upgraded)
    run('docker', ['tag', `heliostat/${name}:${version}`, `heliostat/${name}:${nextTag}`]);
  shell(load, [
    ...images.map((name) => `heliostat/${name}:${version}`),
    ...upgraded.map((name) => `heliostat/${name}:${nextTag}`),
  ]);
}

const names = Object.keys(steps);
const only = process.env.ONLY?.split(',');
const from = process.env.FROM ? names.findIndex((name) => name.includes(process.env.FROM)) : 0;
const chosen = names
  .slice(Math.max(0, from))
  .filter((name) => !only || only.some((part) => name.includes(part)));
if ((process.env.FROM || only) && existsSync(stateFile))
  Object.assign(state, JSON.parse(readFileSync(stateFile, 'utf8')));

prepare();
/** Outcomes of this run, and of the steps before it where it goes on from one. */
const results = [];
state.results ??= {};
for (const name of chosen) {
  const started = Date.now();
  const line = { name, seconds: 0, outcome: 'passed', detail: '' };
  process.stdout.write(`▸ ${name}\n`);
  try {
    line.detail = await steps[name]();
  } catch (error) {
    line.outcome = 'failed';
    line.detail = error.message;
  }
  line.seconds = Math.round((Date.now() - started) / 1_000);
  results.push(line);
  state.results[name] = line;
  writeFileSync(stateFile, JSON.stringify(state), { mode: 0o600 });
  console.log(`${line.outcome === 'passed' ? '✓' : '✖'} ${name} (${line.seconds} s): ${line.detail}`);
  // What comes after a failure would only fail for another reason.
  if (line.outcome === 'failed') break;
}

const passed = results.filter(({ outcome }) => outcome === 'passed').length;
if (process.argv.includes('--write')) write();
console.log(`${passed} passed, ${results.length - passed} failed, ${chosen.length - results.length} not run`);
process.exit(passed === chosen.length ? 0 : 1);

function write() {
  const file = join(root, 'docs', 'operations', 'tested.md');
  const { serverVersion } = JSON.parse(kubectl('version', '-o', 'json'));
  const reported = names.flatMap((name) => state.results[name] ?? []);
  const table = [
    `Run on ${new Date().toISOString().slice(0, 10)} with Kubernetes ${serverVersion.gitVersion}, Helm ${run('helm', ['version', '--short']).trim().split('+')[0]}, revision ${run('git', ['rev-parse', '--short', 'HEAD']).trim()}.`,
    '',
    '| step | outcome | seconds | |',
    '| --- | --- | ---: | --- |',
    ...reported.map(
      ({ name, outcome, seconds, detail }) =>
        `| ${name} | ${outcome} | ${seconds} | ${detail.trim().replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')} |`,
    ),
    ...names.filter((name) => !state.results[name]).map((name) => `| ${name} | **not run** | | |`),
  ].join('\n');
  const [before, after] = readFileSync(file, 'utf8').split(/<!-- run -->[\s\S]*<!-- end of run -->/);
  writeFileSync(file, `${before}<!-- run -->\n\n${table}\n\n<!-- end of run -->${after}`);
}
