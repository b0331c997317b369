import { watch, type FSWatcher } from 'node:fs';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { errorMessage } from '@heliostat/platform';
import { transformFile } from '@swc/core';

/** Editors write a file in several steps. */
const settleMs = 80;

export type SourceChange = {
  /** Folder of the project, relative to the root: `apps/proxy`. */
  project: string;
  files: string[];
};

export type SourceWatcherOptions = {
  root: string;
  /** Folders of projects, relative to the root. */
  projects: string[];
  /** Files that another tool builds, by path relative to the project's `src`. */
  ignore?: (project: string, file: string) => boolean;
  onBuilt: (change: SourceChange) => void;
  onError: (message: string) => void;
};

/**
 * Compiles each TypeScript file that changes below a project's `src` into its `dist`, as the build does, and tells
 * which project changed. A file that does not compile is told and leaves the last good version in place.
 */
export async function watchSources(options: SourceWatcherOptions): Promise<() => void> {
  const watchers: FSWatcher[] = [];
  for (const project of options.projects) {
    const pending = new Set<string>();
    let timer: NodeJS.Timeout | undefined;
    const settle = () => {
      const files = [...pending];
      pending.clear();
      void build(options, project, files);
    };
    const source = join(options.root, project, 'src');
    const watcher = watch(source, { recursive: true }, (_event, file) => {
      if (!file || !/\.tsx?$/.test(file) || file.endsWith('.spec.ts') || options.ignore?.(project, file))
        return;
      pending.add(file);
      clearTimeout(timer);
      timer = setTimeout(settle, settleMs);
    });
    watcher.on('error', (error) => options.onError(`watching ${project}: ${errorMessage(error)}`));
    watchers.push(watcher);
  }
  return () => watchers.forEach((watcher) => watcher.close());
}

/** Folders below `apps` and `libs` that have sources. */
export async function projectsOf(root: string): Promise<string[]> {
  const found: string[] = [];
  for (const group of ['libs', 'apps'])
    for (const entry of await readdir(join(root, group)))
      if (await exists(join(root, group, entry, 'src'))) found.push(`${group}/${entry}`);
  return found;
}

async function build(options: SourceWatcherOptions, project: string, files: string[]): Promise<void> {
  const built: string[] = [];
  for (const file of files)
    try {
      await compile(options.root, project, file);
      built.push(file);
    } catch (error) {
      options.onError(`${project}/src/${file}: ${errorMessage(error)}`);
    }
  if (built.length > 0) options.onBuilt({ project, files: built });
}

async function compile(root: string, project: string, file: string): Promise<void> {
  const source = join(root, project, 'src', file);
  const target = join(root, project, 'dist', file.replace(/\.tsx?$/, '.js'));
  if (!(await exists(source))) {
    await rm(target, { force: true });
    await rm(`${target}.map`, { force: true });
    return;
  }
  const { code, map } = await transformFile(source, {
    configFile: join(root, '.swcrc'),
    sourceFileName: relative(dirname(target), source),
    outputPath: target,
  });
  await mkdir(dirname(target), { recursive: true });
  if (map) await writeFile(`${target}.map`, map);
  await writeFile(target, code);
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
