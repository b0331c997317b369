import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const handOver = pathToFileURL(join(root, 'tools', 'bootstrap', 'hand-over.mjs')).href;

const launcher = `
import { writeFileSync } from 'node:fs';
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => { writeFileSync('signal', signal); process.exit(0); });
setInterval(() => {}, 1000);
writeFileSync('ready', String(process.pid));
`;

describe('npm start, of whose processes npm alone gets a signal', () => {
  let dir: string;
  let npm: ChildProcess | undefined;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'hand-over-'));
    const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      scripts: { start: string };
    };
    // The workspace's own script, with a stand-in for what it runs.
    const start = scripts.start.replace('tools/bootstrap/start.mjs', 'start.mjs');
    await writeFile(
      join(dir, 'package.json'),
      JSON.stringify({ private: true, type: 'module', scripts: { start } }),
    );
    await writeFile(join(dir, 'launcher.mjs'), launcher);
    await writeFile(
      join(dir, 'start.mjs'),
      `import { handOver } from '${handOver}';\nhandOver(process.execPath, ['launcher.mjs'], {});`,
    );
  });
  afterEach(async () => {
    npm?.kill('SIGKILL');
    const pid = Number(await readFile(join(dir, 'ready'), 'utf8').catch(() => '0'));
    if (pid > 0 && isAlive(pid)) process.kill(pid, 'SIGKILL');
    await rm(dir, { recursive: true });
  });

  const appears = async (name: string): Promise<string> => {
    const until = Date.now() + 60_000;
    while (!existsSync(join(dir, name)) || (await readFile(join(dir, name), 'utf8')) === '') {
      if (Date.now() > until) throw new Error(`${name} never came`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return readFile(join(dir, name), 'utf8');
  };

  it.each([
    ['SIGINT', 'SIGINT'],
    ['SIGTERM', 'SIGTERM'],
    ['SIGHUP', 'SIGTERM'],
    ['SIGKILL', 'SIGTERM'],
  ] as const)('stops the launcher after %s', async (sent, got) => {
    npm = spawn('npm', ['start'], { cwd: dir, stdio: 'ignore', env: ownEnv() });
    const pid = Number(await appears('ready'));
    const ended = once(npm, 'exit');
    npm.kill(sent);
    expect(await appears('signal')).toBe(got);
    await ended;
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 50));
  });
});

/** Without what the npm that runs the tests tells its scripts. */
const ownEnv = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_')));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
