import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeStalePostmaster } from './stale-postmaster.js';

describe(removeStalePostmaster.name, () => {
  let cluster: string;
  const file = () => join(cluster, 'postmaster.pid');
  const told: string[] = [];
  const run = () => removeStalePostmaster(cluster, (message) => told.push(message));
  beforeEach(() => {
    cluster = mkdtempSync(join(tmpdir(), 'cluster-'));
  });
  afterEach(() => rmSync(cluster, { recursive: true }));

  it('removes a lock whose process id is somebody else now, and leaves that process alone', async () => {
    writeFileSync(file(), `${process.pid}\n${cluster}\n`);
    await run();
    expect(existsSync(file())).toBe(false);
    expect(told).toEqual([]);
  });

  it('removes a lock whose process is gone', async () => {
    writeFileSync(file(), `${2 ** 22 + 1}\n`);
    await run();
    expect(existsSync(file())).toBe(false);
  });

  it.each(['', 'nonsense', '1\n', '-5\n'])('does nothing about a lock that says %j', async (text) => {
    writeFileSync(file(), text);
    await run();
    expect(existsSync(file())).toBe(true);
  });

  it('does nothing where there is no lock', async () => {
    await expect(run()).resolves.toBeUndefined();
  });
});
