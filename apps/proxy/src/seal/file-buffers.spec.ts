import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileBuffers } from './file-buffers.js';

describe(FileBuffers.name, () => {
  const directory = mkdtempSync(join(tmpdir(), 'file-buffers-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  const file = (name: string, content: string) => {
    const path = join(directory, name);
    writeFileSync(path, content);
    return path;
  };
  const text = (content: Buffer) => Promise.resolve(content.toString());
  const memory = (content: Buffer) => Promise.resolve(content.buffer);

  it('gives the content of a file, an empty one too', async () => {
    const sut = new FileBuffers();
    expect(await sut.use(file('long', 'x'.repeat(100_000)), text)).toBe('x'.repeat(100_000));
    expect(await sut.use(file('short', 'short'), text)).toBe('short');
    expect(await sut.use(file('empty', ''), text)).toBe('');
  });

  it('reads the next file into the same memory', async () => {
    const sut = new FileBuffers();
    const path = file('a', 'a');
    expect(await sut.use(path, memory)).toBe(await sut.use(path, memory));
  });

  it('keeps files apart that are read at once', async () => {
    const sut = new FileBuffers();
    const [a, b] = [file('a', 'aaa'), file('b', 'bbb')];
    await sut.use(a, async (first) => {
      await sut.use(b, async (second) =>
        expect([await text(first), await text(second)]).toEqual(['aaa', 'bbb']),
      );
    });
  });

  it('keeps no buffer that is larger than a usual file', async () => {
    const sut = new FileBuffers();
    const path = file('huge', 'x'.repeat(5 * 1024 * 1024));
    expect(await sut.use(path, memory)).not.toBe(await sut.use(path, memory));
  });

  it('uses memory again after work that failed', async () => {
    const sut = new FileBuffers();
    const path = file('a', 'a');
    let used: ArrayBufferLike | undefined;
    const failing = sut.use(path, (content) => {
      used = content.buffer;
      return Promise.reject(new Error('no room'));
    });
    await expect(failing).rejects.toThrow('no room');
    expect(await sut.use(path, memory)).toBe(used);
  });

  it('says which file is not there', async () => {
    await expect(new FileBuffers().use(join(directory, 'none'), text)).rejects.toThrow(/ENOENT.*none/);
  });
});
