import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { slimPackages } from './slim-packages.mjs';

describe('slimming the packages of an image', () => {
  let modules: string;
  const write = (path: string, text = 'x') => {
    mkdirSync(dirname(join(modules, path)), { recursive: true });
    writeFileSync(join(modules, path), text);
  };
  const left = () =>
    readdirSync(modules, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(modules.length + 1))
      .sort();
  const sut = () => slimPackages(modules, (source) => source.replaceAll(/\s+/g, ' '));

  beforeEach(() => (modules = mkdtempSync(join(tmpdir(), 'slim-'))));
  afterEach(() => rmSync(modules, { recursive: true }));

  it('keeps programs, data and licences, and removes types, maps, manuals and tests', () => {
    for (const kept of [
      'a/index.js',
      'a/package.json',
      'a/LICENSE.md',
      '@s/b/lib/test/used.cjs',
      'a/data.lua',
    ])
      write(kept);
    for (const gone of ['a/index.d.ts', 'a/index.js.map', 'a/README.md', '@s/b/test/t.js', 'a/src/index.ts'])
      write(gone);
    sut();
    expect(left()).toEqual([
      '@s/b/lib/test/used.cjs',
      'a/LICENSE.md',
      'a/data.lua',
      'a/index.js',
      'a/package.json',
    ]);
  });

  it('reaches packages inside packages', () => {
    write('a/node_modules/b/index.js');
    write('a/node_modules/b/docs/page.txt');
    sut();
    expect(left()).toEqual(['a/node_modules/b/index.js']);
  });

  it('takes the white space out of large files and leaves small ones as they are', () => {
    write('a/large.js', `a${' '.repeat(60_000)}b`);
    write('a/small.js', 'a    b');
    sut();
    expect(readFileSync(join(modules, 'a/large.js'), 'utf8')).toBe('a b');
    expect(readFileSync(join(modules, 'a/small.js'), 'utf8')).toBe('a    b');
  });

  it('leaves workspaces, which are links, alone', () => {
    const workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
    writeFileSync(join(workspace, 'index.js.map'), 'x');
    mkdirSync(join(modules, '@heliostat'));
    symlinkSync(workspace, join(modules, '@heliostat', 'proxy'));
    sut();
    expect(readdirSync(workspace)).toEqual(['index.js.map']);
    rmSync(workspace, { recursive: true });
  });
});
