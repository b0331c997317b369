#!/usr/bin/env node
/**
 * `npm run load -- SCRIPT… [-e NAME=value …]`: runs load tests with k6. Without PROXY_URL it starts a Heliostat of its
 * own with an empty data directory and the provider simulator, and stops both at the end; with it, PROXY_URL,
 * DIRECT_URL and API_KEY name what is tested. Only addresses of this machine or of your own cluster are meant.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from '../tools/bootstrap/build.mjs';
import { install } from '../tools/bootstrap/install.mjs';
import { childEnv, pinnedNode, root } from '../tools/bootstrap/paths.mjs';

const k6Module = 'go.k6.io/k6@v1.8.1';
const testKey = 'sk-helicone-aaaaaaa-bbbbbbb-ccccccc-ddddddd';
const scripts = readdirSync(join(root, 'load'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -3));

const args = process.argv.slice(2);
const chosen = args.filter((arg) => scripts.includes(arg));
const rest = args.filter((arg) => !scripts.includes(arg));
if (chosen.length === 0) {
  console.error(`npm run load -- SCRIPT… [k6 options]\nScripts: ${scripts.join(', ')}`);
  process.exit(2);
}

function findK6() {
  const folders = [
    join(process.env.GOPATH ?? join(homedir(), 'go'), 'bin'),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  const found = folders.map((folder) => join(folder, 'k6')).find((file) => existsSync(file));
  if (found) return found;
  console.error(`✖ k6 is missing: install it (https://grafana.com/docs/k6) or run: go install ${k6Module}`);
  process.exit(1);
}

/** Below the range of outgoing connections' own ports (32768 and up on Linux), and above the launcher's for its stores. */
const lowestPort = 25_000;
const ports = 7_500;

/** So many ports of 127.0.0.1 that nothing listens on. */
async function freePorts(count) {
  const free = [];
  for (let turn = Math.floor(Math.random() * ports), tried = 0; free.length < count; turn++, tried++) {
    if (tried === ports) throw new Error(`no port from ${lowestPort} to ${lowestPort + ports - 1} is free`);
    const port = lowestPort + (turn % ports);
    if (await isFree(port)) free.push(port);
  }
  return free;
}

const isFree = (port) =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });

const hasEnded = ({ exitCode, signalCode }) => exitCode !== null || signalCode !== null;

async function ready(url, child) {
  for (let tries = 0; tries < 600; tries++) {
    if (hasEnded(child))
      throw new Error(
        `what should answer at ${url} ended with ${child.exitCode ?? child.signalCode}: ${child.output ?? ''}`,
      );
    const reply = await fetch(url).catch(() => undefined);
    if (reply && reply.status < 500) return;
    await sleep(100);
  }
  throw new Error(`nothing is ready at ${url} after a minute`);
}

/** The data directory of the own Heliostat. */
let data;
/** Own processes, ended in reverse order. */
const children = [];
const outputOf = (file) => join(data, `${basename(file)}.log`);
const start = (file, parameters, env) => {
  const child = spawn(pinnedNode(), [join(root, file), ...parameters], {
    cwd: root,
    // A file, not a pipe: nobody reads while k6 runs.
    stdio: ['ignore', openSync(outputOf(file), 'w'), 'inherit'],
    env: childEnv(env),
  });
  child.once('exit', () => (child.output = readFileSync(outputOf(file), 'utf8')));
  children.unshift(child);
  return child;
};
async function stopAll() {
  for (const child of children) {
    if (hasEnded(child)) continue;
    child.kill('SIGINT');
    await new Promise((resolve) => child.once('exit', resolve));
  }
}

async function startOwn() {
  install();
  build({ quiet: true });
  data = mkdtempSync(join(tmpdir(), 'heliostat-load-'));
  const [simulator, web, jawn, proxy, worker] = await freePorts(5);
  const directUrl = `http://127.0.0.1:${simulator}`;
  const proxyUrl = `http://127.0.0.1:${proxy}`;
  await ready(
    directUrl,
    start('tools/simulator/dist/main.js', ['--port', String(simulator), '--record', '0']),
  );
  const heliostat = start('tools/launcher/bin/heliostat.mjs', ['start'], {
    HELIOSTAT_DATA_DIR: data,
    WEB_PORT: String(web),
    JAWN_PORT: String(jawn),
    PROXY_PORT: String(proxy),
    WORKER_PORT: String(worker),
    PROVIDER_OPENAI_BASE_URL: directUrl,
    // For the unified API, which the installation's key pays.
    PROVIDER_OPENAI_API_KEY: 'sk-simulated',
    HELIOSTAT_INIT_EMAIL: 'load@example.com',
    HELIOSTAT_INIT_PASSWORD: 'a password for load tests',
    HELIOSTAT_INIT_API_KEY: testKey,
  });
  for (const port of [jawn, proxy, worker]) await ready(`http://127.0.0.1:${port}/readyz`, heliostat);
  return { PROXY_URL: proxyUrl, DIRECT_URL: directUrl, API_KEY: testKey };
}

const k6 = findK6();
let code = 0;
try {
  const own = process.env.PROXY_URL ? {} : await startOwn();
  for (const script of chosen) {
    console.log(`▸ ${script}`);
    const { status } = spawnSync(
      k6,
      ['run', '--quiet', '--include-system-env-vars', ...rest, join(root, 'load', `${script}.ts`)],
      {
        stdio: 'inherit',
        env: { ...process.env, ...own, K6_NO_USAGE_REPORT: 'true' },
      },
    );
    // 99: a threshold was crossed; the other scripts still run.
    if (status !== 0) code = status ?? 1;
  }
} catch (error) {
  console.error(`✖ ${error.message}`);
  code = 1;
} finally {
  await stopAll();
  if (data) rmSync(data, { recursive: true, force: true });
}
process.exit(code);
