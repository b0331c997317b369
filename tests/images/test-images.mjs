#!/usr/bin/env node
// Tries the built images for real: sizes, users, bills of materials; the container with everything; compose.yaml.
//
//   npm run images && npm run test:images
//
//   DOCKER_HOST   the daemon that has the images
//   TAG           their tag; the version in package.json unless set
//   COMPOSE_FILE  as Compose reads it, to lay a file of yours over compose.yaml
//   ON_HOST       a command that runs another one where published ports are reached (ssh docker-host); needed when
//                 DOCKER_HOST is another machine, else published ports are not tried
//   READY_SECONDS  what compose must be up within; 60 unless set
//   ONLY          sizes, all-in-one or compose
//   KEEP          leave everything running
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const root = join(folder, '..', '..');
const tag = process.env.TAG || JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
const probe = readFileSync(join(folder, 'probe.mjs'), 'utf8');
const run = `heliostat-test-${randomBytes(3).toString('hex')}`;
const apiKey = 'sk-helicone-testimg-abcdefg-abcdefg-abcdefg';
const owner = {
  HELIOSTAT_INIT_EMAIL: 'owner@example.com',
  HELIOSTAT_INIT_PASSWORD: randomBytes(12).toString('hex'),
  HELIOSTAT_INIT_API_KEY: apiKey,
  PROVIDER_OPENAI_BASE_URL: 'http://simulator:9001',
};
/** What a machine that does nothing else needs less than. */
const readySeconds = Number(process.env.READY_SECONDS || 60);
const megabytes = 1_000_000;
const cleanUp = [];
const results = [];

function execute(command, args, { allow = false, env = {} } = {}) {
  const options = { encoding: 'utf8', env: { ...process.env, ...env }, cwd: root, maxBuffer: 1 << 26 };
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (error) throw error;
  if (status !== 0 && !allow) throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
  return { status, out: `${stdout}`.trim(), all: `${stdout}${stderr}`.trim() };
}
const docker = (args, options) => execute('docker', args, options);
const image = (name) => `heliostat/${name}:${tag}`;
const inspect = (what, format) => docker(['inspect', '-f', format, what]).out;
const environment = (values) => Object.entries(values).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function check(what, good, detail = '') {
  if (!good) throw new Error(`✖ ${what} ${detail}`);
  console.log(`✓ ${what}`);
}

function measured(what, value) {
  results.push(`${what}: ${value}`);
  console.log(`  ${what}: ${value}`);
}

/** Asks a published port, from where it is published. */
function checkPublished(what, port) {
  const prefix = (process.env.ON_HOST ?? '').split(' ').filter(Boolean);
  if (prefix.length === 0 && process.env.DOCKER_HOST)
    return console.log(`- ${what}: not tried without ON_HOST`);
  const [command, ...args] = [
    ...prefix,
    'curl',
    '-fsS',
    '--max-time',
    '10',
    `http://127.0.0.1:${port}/healthz`,
  ];
  check(`${what} is published`, execute(command, args).status === 0);
}

/** Runs the probe beside the containers under test. */
function ask(network, values) {
  const args = ['run', '--rm', '--network', network, ...environment({ ...values, API_KEY: apiKey })];
  return docker([...args, '--entrypoint', 'node', image('simulator'), '--input-type=module', '-e', probe])
    .out;
}

async function healthy(container, seconds) {
  const start = Date.now();
  for (;;) {
    const [state, health] = inspect(container, '{{.State.Status}} {{.State.Health.Status}}').split(' ');
    if (health === 'healthy') return ((Date.now() - start) / 1000).toFixed(1);
    if (state === 'exited' || Date.now() - start > seconds * 1000)
      throw new Error(
        `${container} is ${state}, ${health}:\n${docker(['logs', '--tail', '40', container]).all}`,
      );
    await sleep(500);
  }
}

/** The bill names every package that lies in the image. */
function checkBill(name) {
  const file = inspect(image(name), '{{index .Config.Labels "io.heliostat.sbom"}}');
  const read = (script) => docker(['run', '--rm', '--entrypoint', 'sh', image(name), '-c', script]).out;
  const purls = JSON.parse(read(`cat ${file}`)).components.map(({ purl }) => purl ?? '');
  const has = (start) => purls.some((purl) => purl.startsWith(start));
  check(`${name} has a bill with the packages of Debian`, has('pkg:deb/debian/libc6@'));
  if (name === 'minio')
    return check('minio has a bill with the modules of Go', has('pkg:golang/github.com/minio/minio@'));
  const installed = read('cd /app/node_modules && { ls -d [a-z]* @[!h]*/* 2>/dev/null || true; }').split(
    '\n',
  );
  const missing = installed.filter((each) => !has(`pkg:npm/${each.replace('@', '%40')}@`));
  check(
    `${name} has a bill with its ${installed.length} packages of npm`,
    missing.length === 0,
    missing.join(),
  );
}

function sizes() {
  const small = ['proxy', 'jawn', 'worker', 'web', 'ops', 'simulator'];
  for (const name of [...small, 'all-in-one', 'minio']) {
    const size = Number(inspect(image(name), '{{.Size}}')) / megabytes;
    measured(`${name}, MB`, size.toFixed(0));
    if (small.includes(name)) check(`${name} is smaller than 250 MB`, size < 250, `(${size.toFixed(0)} MB)`);
    check(`${name} runs as 10001`, inspect(image(name), '{{.Config.User}}') === '10001:10001');
    checkBill(name);
  }
  const programs = ['heliostat', 'pg_dump', 'pg_restore'];
  for (const program of programs)
    check(
      `ops runs ${program}`,
      docker(['run', '--rm', '--read-only', '--entrypoint', program, image('ops'), '--version']).status === 0,
    );
}

async function allInOne() {
  const network = `${run}-one`;
  const [container, volume] = [`${run}-container`, `${run}-data`];
  cleanUp.push(['network', 'rm', network], ['volume', 'rm', '-f', volume]);
  docker(['network', 'create', network]);
  start('simulator', [...hardened, '--network', network, '--network-alias', 'simulator', image('simulator')]);

  const settings = {
    ...owner,
    SITE_URL: 'http://203.0.113.5:3000',
    NEXT_PUBLIC_HELICONE_JAWN_SERVICE: 'http://203.0.113.5:8585',
    NEXT_PUBLIC_IS_ON_PREM: 'true',
    S3_ENDPOINT: 'http://203.0.113.5:9080',
  };
  const options = [...hardened, '--network', network, '-v', `${volume}:/data`, ...environment(settings)];
  const ports = ['3000', '8585', '9080'].flatMap((port) => ['-p', `127.0.0.1::${port}`]);
  start(container, [...options, ...ports, image('all-in-one')]);
  measured('all-in-one, first start, s', await healthy(container, 180));
  check('it says what it leaves out', docker(['logs', container]).all.includes('S3_ENDPOINT left out'));

  const at = { API: `http://${container}:8585`, WEB: `http://${container}:3000`, MARK: 'all-in-one' };
  const page = ask(network, { ...at, PROBE: 'page' });
  check('/__ENV.js shows the public address of the API', page.includes('http://203.0.113.5:8585'), page);
  ask(network, { ...at, PROBE: 'send' });
  check('a request through the gateway of the API is found again', true);
  for (const port of ['3000', '8585'])
    checkPublished(port, docker(['port', container, port]).out.split(':').at(-1));

  const second = docker(['run', '--rm', ...hardened, '-v', `${volume}:/data`, image('all-in-one')], {
    allow: true,
  });
  check(
    'a second container on the volume is refused in one line',
    second.status === 1 && second.all.includes('Another container runs on the volume'),
    second.all,
  );
  const foreign = ['--mount', 'type=tmpfs,destination=/data,tmpfs-mode=0755'];
  const refused = docker(['run', '--rm', ...hardened, ...foreign, image('all-in-one')], { allow: true });
  check(
    'a folder of root is refused with the way out',
    refused.status === 1 && refused.all.includes('chown -R 10001:10001'),
    refused.all,
  );

  stop(container, 'all-in-one');
  docker(['start', container]);
  measured('all-in-one, later start, s', await healthy(container, 120));
  ask(network, { ...at, PROBE: 'find' });
  check('the request is still there after a restart', true);
  docker(['rm', '-f', container]);
  start(container, [...options, image('all-in-one')]);
  await healthy(container, 120);
  ask(network, { ...at, PROBE: 'find' });
  check('and in a new container on the same volume', true);
  docker(['kill', container]);
  docker(['start', container]);
  measured('all-in-one, start after a kill, s', await healthy(container, 180));
  ask(network, { ...at, PROBE: 'find' });
  check('and after a kill', true);
}

const hardened = [
  '--read-only',
  '--tmpfs',
  '/tmp',
  '--cap-drop',
  'ALL',
  '--security-opt',
  'no-new-privileges',
];

function start(name, args) {
  const full = name.startsWith(run) ? name : `${run}-${name}`;
  cleanUp.unshift(['rm', '-f', '-v', full]);
  docker(['run', '-d', '--name', full, ...args]);
}

function stop(container, name) {
  const began = Date.now();
  docker(['stop', '-t', '60', container]);
  measured(`${name}, stop, s`, ((Date.now() - began) / 1000).toFixed(1));
  const code = inspect(container, '{{.State.ExitCode}}');
  check(
    `${name} ends with 0 on SIGTERM`,
    code === '0',
    `(${code})\n${docker(['logs', '--tail', '20', container]).all}`,
  );
}

async function compose() {
  const ports = { WEB_PORT: '13000', JAWN_PORT: '18585', PROXY_PORT: '18787' };
  const env = { ...owner, ...ports, TAG: tag, COMPOSE_PROJECT_NAME: run };
  const call = (...args) => docker(['compose', '--profile', 'simulator', ...args], { env });
  try {
    const began = Date.now();
    call('up', '-d', '--no-build', '--wait', '--wait-timeout', '400');
    const seconds = (Date.now() - began) / 1000;
    measured('compose, first start, s', seconds.toFixed(1));
    check(`compose is up within ${readySeconds} s`, seconds < readySeconds);
    const at = { API: 'http://jawn:8585', WEB: 'http://web:3000', MARK: 'compose' };
    const network = `${run}_default`;
    ask(network, { ...at, PROBE: 'send' });
    check('a request is found again', true);
    for (const [name, port] of Object.entries(ports)) checkPublished(name, port);
    check(
      '/__ENV.js shows the address of the API',
      ask(network, { ...at, PROBE: 'page' }).includes('http://localhost:18585'),
    );
    const secret = /S3_SECRET_KEY='(.*)'/.exec(
      call('exec', '-T', 'jawn', 'cat', '/run/heliostat/secrets.env').out,
    )[1];
    const containers = docker(['ps', '-aq', '--filter', `label=com.docker.compose.project=${run}`]).out.split(
      '\n',
    );
    check('docker inspect shows no secret', !docker(['inspect', ...containers]).out.includes(secret));
    const stopBegan = Date.now();
    call('stop');
    measured('compose, stop, s', ((Date.now() - stopBegan) / 1000).toFixed(1));
    for (const app of ['proxy', 'jawn', 'worker', 'web'])
      check(
        `${app} ends with 0 on SIGTERM`,
        inspect(call('ps', '-aq', app).out, '{{.State.ExitCode}}') === '0',
      );
    const again = Date.now();
    call('up', '-d', '--no-build', '--wait', '--wait-timeout', '400');
    measured('compose, later start, s', ((Date.now() - again) / 1000).toFixed(1));
    ask(network, { ...at, PROBE: 'find' });
    check('the request is still there after a restart', true);
  } catch (error) {
    error.message += `\n${docker(['compose', 'ps', '-a'], { env, allow: true }).all}\n${docker(['compose', 'logs', '--tail', '20'], { env, allow: true }).all}`;
    throw error;
  } finally {
    if (!process.env.KEEP) call('down', '-v', '--timeout', '5');
  }
}

const parts = { sizes, 'all-in-one': allInOne, compose };
try {
  for (const [name, part] of Object.entries(parts)) {
    if (process.env.ONLY && process.env.ONLY !== name) continue;
    console.log(`▸ ${name}`);
    await part();
  }
  console.log(`\n${results.join('\n')}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  if (!process.env.KEEP) for (const args of cleanUp) docker(args, { allow: true });
}
