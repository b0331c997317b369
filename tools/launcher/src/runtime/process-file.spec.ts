import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processesFileSchema, type ProcessesFile } from '@heliostat/contracts';
import type { Supervised, SupervisedStatus } from '../supervise/supervised.js';
import { ProcessFile } from './process-file.js';

const still: SupervisedStatus = { state: 'stopped', pid: null, startedAt: null, restarts: 0, lastEnd: null };

/** A process whose status the test says. */
function fakeProcess(name: string) {
  let observer: (status: SupervisedStatus) => void = () => {};
  const server = {
    name,
    status: still,
    observe: (next: typeof observer) => (observer = next),
  } as unknown as Supervised;
  return { server, says: (changes: Partial<SupervisedStatus>) => observer({ ...still, ...changes }) };
}

describe(ProcessFile.name, () => {
  let dir: string;
  let sut: ProcessFile;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'processes-'));
    sut = new ProcessFile(dir);
  });
  afterEach(() => rm(dir, { recursive: true }));

  const read = async (): Promise<ProcessesFile> => {
    await sut.flush();
    return processesFileSchema.parse(JSON.parse(await readFile(join(dir, 'processes.json'), 'utf8')));
  };
  const running = { state: 'running', pid: 7, startedAt: new Date('2026-01-31T02:00:00Z') } as const;

  it('names every process with its state from the moment it is followed', async () => {
    const jawn = fakeProcess('jawn');
    sut.follow('app', jawn.server, '0.1.0');
    sut.follow('store', fakeProcess('PostgreSQL').server, '18');
    jawn.says(running);
    expect(await read()).toMatchObject({
      launcher: { pid: process.pid },
      processes: [
        { name: 'jawn', kind: 'app', state: 'running', pid: 7, startedAt: '2026-01-31T02:00:00.000Z' },
        { name: 'PostgreSQL', kind: 'store', version: '18', state: 'stopped', pid: null },
      ],
      events: [],
    });
  });

  it('tells of an end and of the start after it, and of nothing else', async () => {
    const jawn = fakeProcess('jawn');
    sut.follow('app', jawn.server, '0.1.0');
    const lastEnd = { reason: 'signal SIGKILL', at: new Date() };
    jawn.says({ state: 'starting' });
    jawn.says(running);
    jawn.says({ state: 'waiting', lastEnd });
    jawn.says({ state: 'starting', lastEnd, restarts: 1 });
    jawn.says({ ...running, lastEnd, restarts: 1 });
    const { events, processes } = await read();
    expect(events.map(({ message }) => message)).toEqual([
      'ended by itself (signal SIGKILL)',
      'is running again',
    ]);
    expect(processes).toMatchObject([{ restarts: 1, lastEnd: { reason: 'signal SIGKILL' } }]);
  });

  it('leaves nothing beside the file, and nothing at all at its end', async () => {
    const jawn = fakeProcess('jawn');
    sut.follow('app', jawn.server, '0.1.0');
    for (let pid = 1; pid < 50; pid++) jawn.says({ ...running, pid });
    expect((await read()).processes).toMatchObject([{ pid: 49 }]);
    expect(await readdir(dir)).toEqual(['processes.json']);
    await sut.close();
    expect(await readdir(dir)).toEqual([]);
  });

  it('goes on where the file cannot be written, and says so', async () => {
    const faults: unknown[] = [];
    sut = new ProcessFile(join(dir, 'absent'), (error) => faults.push(error));
    const jawn = fakeProcess('jawn');
    sut.follow('app', jawn.server, '0.1.0');
    await sut.flush();
    expect(faults).toMatchObject([{ code: 'ENOENT' }]);
  });
});
