import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { affectedApps } from './affected-apps.js';
import { projectsOf, watchSources, type SourceChange } from './source-watcher.js';

const swcrc =
  '{ "jsc": { "parser": { "syntax": "typescript" }, "target": "es2023" }, "module": { "type": "es6" } }';

describe(watchSources.name, () => {
  let root: string;
  let close: () => void;
  const changes: SourceChange[] = [];
  const errors: string[] = [];
  const source = (file: string) => join(root, 'libs', 'llm', 'src', file);
  const built = (file: string) => join(root, 'libs', 'llm', 'dist', file);
  const next = async (list: unknown[]) => {
    for (let i = 0; i < 3_000 && list.length === 0; i++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    return list.splice(0);
  };

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'watch-'));
    writeFileSync(join(root, '.swcrc'), swcrc);
    for (const folder of ['libs/llm/src/usage', 'libs/empty', 'apps/proxy/src'])
      mkdirSync(join(root, folder), { recursive: true });
    close = await watchSources({
      root,
      projects: await projectsOf(root),
      onBuilt: (change) => changes.push(change),
      onError: (message) => errors.push(message),
    });
  });
  afterAll(() => {
    close();
    rmSync(root, { recursive: true });
  });

  it('finds the projects that have sources', async () => {
    expect(await projectsOf(root)).toEqual(['libs/llm', 'apps/proxy']);
  });

  it('builds a changed file beside the others and tells its project', async () => {
    writeFileSync(source('usage/read.ts'), 'export const read = (n: number): number => n;');
    expect(await next(changes)).toEqual([{ project: 'libs/llm', files: ['usage/read.ts'] }]);
    expect(readFileSync(built('usage/read.js'), 'utf8')).toMatch(/export const read = \(n\)\s*=>\s*n/);
  });

  it('keeps the last good version of a file that does not compile, and says what is wrong', async () => {
    writeFileSync(source('usage/read.ts'), 'export const = ;');
    expect(await next(errors)).toEqual([expect.stringContaining('libs/llm/src/usage/read.ts')]);
    expect(readFileSync(built('usage/read.js'), 'utf8')).toMatch(/read/);
    expect(changes).toEqual([]);
  });

  it('removes what was built of a deleted file', async () => {
    rmSync(source('usage/read.ts'));
    await next(changes);
    expect(existsSync(built('usage/read.js'))).toBe(false);
  });
});

describe(affectedApps.name, () => {
  it.each([
    ['libs/llm', ['proxy', 'jawn', 'worker']],
    ['apps/jawn', ['jawn']],
    ['apps/web', []],
  ])('of %s are %j', (project, apps) => {
    expect(affectedApps(project)).toEqual(apps);
  });
});
