import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertRoom } from './disk-room.js';
import { runningLauncher } from './data-directory-lock.js';
import { openDataDirectory } from './data-directory.js';

describe(openDataDirectory.name, () => {
  let root: string;
  const dir = () => join(root, 'data');
  const lock = () => join(dir(), 'launcher.lock');
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'data-directory-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('creates the folder and tells who has it', async () => {
    const sut = await openDataDirectory(dir());
    expect(sut.path).toBe(dir());
    expect(await runningLauncher(dir())).toBe(process.pid);
    sut.release();
    expect(await runningLauncher(dir())).toBeUndefined();
  });

  it('refuses a second launcher and names the first', async () => {
    const first = await openDataDirectory(dir());
    await expect(openDataDirectory(dir())).rejects.toMatchObject({
      code: 'launcher/already-running',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    first.release();
  });

  it('replaces the lock of a process that is gone', async () => {
    (await openDataDirectory(dir())).release();
    writeFileSync(lock(), JSON.stringify({ pid: 2 ** 22 + 1, startedAt: '1' }));
    const sut = await openDataDirectory(dir());
    expect(await runningLauncher(dir())).toBe(process.pid);
    sut.release();
  });

  it('replaces the lock of a process whose id is somebody else now', async () => {
    (await openDataDirectory(dir())).release();
    writeFileSync(lock(), JSON.stringify({ pid: process.ppid, startedAt: 'long ago' }));
    (await openDataDirectory(dir())).release();
    expect(existsSync(lock())).toBe(false);
  });

  it('replaces a lock that a crash left empty', async () => {
    (await openDataDirectory(dir())).release();
    writeFileSync(lock(), '');
    (await openDataDirectory(dir())).release();
  });

  it('lets one of many that start together in', async () => {
    (await openDataDirectory(dir())).release();
    writeFileSync(lock(), JSON.stringify({ pid: 2 ** 22 + 1, startedAt: '1' }));
    const tries = await Promise.allSettled([1, 2, 3, 4].map(() => openDataDirectory(dir())));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('refuses data of a newer version, names it, and lets go of the folder', async () => {
    (await openDataDirectory(dir())).release();
    writeFileSync(join(dir(), 'version.json'), JSON.stringify({ version: '9.1.0', layout: 99 }));
    await expect(openDataDirectory(dir())).rejects.toMatchObject({
      code: 'launcher/newer-data',
      message: expect.stringContaining('9.1.0'),
    });
    expect(existsSync(lock())).toBe(false);
    expect(JSON.parse(readFileSync(join(dir(), 'version.json'), 'utf8'))).toMatchObject({ layout: 99 });
  });

  it('says which folder cannot be used', async () => {
    writeFileSync(join(root, 'file'), '');
    await expect(openDataDirectory(join(root, 'file', 'data'))).rejects.toMatchObject({
      code: 'launcher/data-directory',
      message: expect.stringMatching(/file\/data.*HELIOSTAT_DATA_DIR/),
    });
  });
});

describe(assertRoom.name, () => {
  it('names the full disk, what is left and the way out', async () => {
    await expect(assertRoom('/data', async () => 12_000_000)).rejects.toMatchObject({
      code: 'launcher/disk-full',
      message: expect.stringMatching(/\/data is full \(12 MB left.*HELIOSTAT_DATA_DIR/),
    });
  });
});
