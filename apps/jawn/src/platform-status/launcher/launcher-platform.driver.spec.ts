import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LaunchedProcess, type ProcessesFile } from '@heliostat/contracts';
import { loadConfig } from '@heliostat/platform';
import { LauncherPlatform } from './launcher-platform.driver.js';
import { memoryOf } from './process-memory.js';

const process = (overrides: Partial<LaunchedProcess>): LaunchedProcess => ({
  name: 'jawn',
  kind: 'app',
  version: '0.1.0',
  state: 'running',
  pid: 11,
  startedAt: '2026-01-31T08:00:00.000Z',
  restarts: 0,
  lastEnd: null,
  ...overrides,
});
const lastEnd = { reason: 'signal SIGKILL', at: '2026-01-31T09:00:00.000Z' };
const file: ProcessesFile = {
  launcher: { pid: 10, startedAt: '2026-01-31T07:59:00.000Z', version: '0.1.0' },
  processes: [
    process({ name: 'PostgreSQL', kind: 'store', version: '18', pid: 12 }),
    process({ name: 'web', state: 'waiting', pid: null, startedAt: null, restarts: 3, lastEnd }),
    process({ name: 'jawn' }),
    process({ name: 'proxy', pid: 13 }),
  ],
  events: [
    { at: '2026-01-31T09:00:00.000Z', process: 'web', message: 'ended by itself (signal SIGKILL)' },
    { at: '2026-01-31T09:00:01.000Z', process: 'web', message: 'is running again' },
  ],
};

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'launcher-platform-'));
});
afterEach(() => rm(dir, { recursive: true }));

describe(LauncherPlatform.name, () => {
  const create = async (content: unknown = file, alive = true) => {
    if (content !== undefined) await writeFile(join(dir, 'processes.json'), JSON.stringify(content));
    const asked: string[] = [];
    const sut = new LauncherPlatform(
      loadConfig({ HELIOSTAT_DATA_DIR: dir, HOST: '0.0.0.0', PROXY_PORT: '9000' }),
      async (url) => {
        asked.push(url);
        return { version: '0.1.0', degraded: [] };
      },
      () => alive,
      async (pid) => pid * 1_000,
    );
    return { sut, asked };
  };

  it('shows apps and stores with state, process id, start, restarts and memory', async () => {
    const { sut } = await create();
    const components = await sut.components();
    expect(components.map(({ name, role, ready }) => [name, role, ready])).toEqual([
      ['proxy', 'app', 1],
      ['jawn', 'app', 1],
      ['web', 'app', 0],
      ['PostgreSQL', 'store', 1],
    ]);
    expect(components[3]!.version).toBe('18');
    expect(components[0]!.instances).toMatchObject([
      { pid: 13, memoryBytes: 13_000, reportedVersion: '0.1.0' },
    ]);
    expect(components[2]).toMatchObject({
      restarts: 3,
      instances: [{ state: 'waiting', memoryBytes: null, lastTermination: { reason: 'signal SIGKILL' } }],
    });
  });

  it('asks the apps that run on their ports, and no store', async () => {
    const { sut, asked } = await create();
    await sut.components();
    expect(asked.sort()).toEqual(['http://127.0.0.1:8585', 'http://127.0.0.1:9000']);
  });

  it('tells what the launcher noted, newest first', async () => {
    expect(await (await create()).sut.events()).toMatchObject([
      { message: 'web is running again' },
      { reason: 'Ended', message: 'web ended by itself (signal SIGKILL)', object: 'Process/web' },
    ]);
  });

  it.each([
    ['no launcher wrote it', undefined, true, /there is no .*processes\.json/],
    ['it is damaged', { processes: 7 }, true, /damaged/],
    ['its launcher has ended', file, false, /process 10.*has ended/],
  ])('says that what runs is not known when %s', async (_what, content, alive, words) => {
    const { sut } = await create(content ?? undefined, alive);
    if (content === undefined) await rm(join(dir, 'processes.json'), { force: true });
    await expect(sut.components()).rejects.toThrow(words);
  });

  it('says where the data lies and how it is backed up', async () => {
    const { sut } = await create();
    expect(sut.place.dataDirectory).toBe(dir);
    expect((await sut.backupJobs()).byHand).toContain(`copy the folder ${dir}`);
    await expect(sut.runBackup()).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(dir),
    });
  });
});

describe(memoryOf.name, () => {
  const status = async (pid: number, anonymous: number, shared: number, children = '') => {
    await mkdir(join(dir, `${pid}/task/${pid}`), { recursive: true });
    await writeFile(join(dir, `${pid}/task/${pid}/children`), children);
    const lines = [
      'Name:\tx',
      `RssAnon:\t    ${anonymous} kB`,
      `RssFile:\t  ${shared} kB`,
      'RssShmem:\t     0 kB',
    ];
    await writeFile(join(dir, `${pid}/status`), lines.join('\n'));
  };

  it('adds up what a process and its children have of their own, and counts what they share once', async () => {
    await status(1, 100, 50, '2 3 ');
    await status(2, 10, 60);
    await status(3, 10, 40);
    expect(await memoryOf(1, dir)).toBe((120 + 60) * 1024);
  });

  it('knows nothing of a process that is gone', async () => {
    expect(await memoryOf(99, dir)).toBeNull();
  });
});
