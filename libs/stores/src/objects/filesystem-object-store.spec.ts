import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createObjectStore } from './create-object-store.js';
import { filesystemFault } from './filesystem-fault.js';
import { FilesystemObjectStore } from './filesystem-object-store.driver.js';
import { describeObjectStore } from './object-store.contract.js';

describe(FilesystemObjectStore.name, () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'objects-'));
  });
  afterAll(() => rmSync(root, { recursive: true }));

  describeObjectStore(() => createObjectStore({ HELIOSTAT_DATA_DIR: root, S3_REGION: 'us-east-1' }));

  it('leaves no empty folders behind a delete', async () => {
    const sut = new FilesystemObjectStore(join(root, 'prune'));
    await sut.put('a/b/c', Buffer.from('x'));
    await sut.delete('a/b/c');
    expect(readdirSync(join(root, 'prune')).filter((name) => !name.startsWith('.'))).toEqual([]);
  });

  it('removes what a killed process left unfinished, but not what another one is writing', async () => {
    const folder = join(root, 'stale', '.unfinished');
    mkdirSync(folder, { recursive: true });
    for (const name of ['old', 'young']) writeFileSync(join(folder, name), name);
    utimesSync(join(folder, 'old'), new Date(0), new Date(0));
    const sut = new FilesystemObjectStore(join(root, 'stale'));
    await sut.check();
    await sut.close();
    expect(readdirSync(folder)).toEqual(['young']);
  });

  it('puts and deletes in one folder at the same time', async () => {
    const sut = new FilesystemObjectStore(join(root, 'busy'));
    await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        await sut.put(`deep/er/${i}`, Buffer.from(`${i}`));
        if (i % 2) await sut.delete(`deep/er/${i}`);
      }),
    );
    const found: string[] = [];
    for await (const { key } of sut.list('')) found.push(key);
    expect(found).toHaveLength(25);
  });

  it('tells a key that lies below another object from a missing object', async () => {
    const sut = new FilesystemObjectStore(join(root, 'conflict'));
    await sut.put('a', Buffer.from('x'));
    await expect(sut.put('a/b', Buffer.from('y'))).rejects.toMatchObject({ code: 'objects/failed' });
    await expect(sut.get('a/b')).rejects.toMatchObject({ code: 'objects/not-found' });
    expect(readdirSync(join(root, 'conflict', '.unfinished'))).toEqual([]);
  });
});

describe(filesystemFault.name, () => {
  const fault = (code: string) => filesystemFault('/data', Object.assign(new Error('x'), { code }));

  it('names the full disk and the way out', () => {
    expect(fault('ENOSPC')).toMatchObject({
      code: 'objects/disk-full',
      message: expect.stringMatching(/\/data is full.*HELIOSTAT_DATA_DIR/),
    });
  });

  it('names the folder that may not be written', () => {
    expect(fault('EROFS')).toMatchObject({ code: 'objects/not-writable' });
  });
});
