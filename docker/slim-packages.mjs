// What installed packages hold that a running program never reads, a good half of their bytes.
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Types, TypeScript sources, source maps and manuals. Licences stay. */
const unreadFile = (name) =>
  /\.(d\.[mc]?ts|[mc]?ts|map|md)$/i.test(name) && !/licen[cs]e|notice|copying/i.test(name);

/** Folders at the root of a package. */
const unreadFolder = /^(tests?|__tests__|docs?|examples?|benchmarks?|\.github)$/;

/** Second copies that no condition of Node leads to, and raw material of what is in other files. */
const unreadParts = ['typeorm/browser', 'gpt-tokenizer/src', 'gpt-tokenizer/data', 'xml2js/lib/xml2js.bc.js'];

const largeBytes = 50_000;

/**
 * Takes the unread out of a `node_modules` folder and those inside it, and the white space and comments out of its
 * large files. `minify` gets a source and returns one that means the same.
 */
export function slimPackages(modules, minify) {
  for (const part of unreadParts) rmSync(join(modules, part), { recursive: true, force: true });
  for (const packageFolder of packagesIn(modules)) {
    for (const name of readdirSync(packageFolder))
      if (unreadFolder.test(name)) rmSync(join(packageFolder, name), { recursive: true });
    slimFolder(packageFolder, minify);
  }
}

function slimFolder(folder, minify) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name === 'node_modules') slimPackages(path, minify);
      else slimFolder(path, minify);
    } else if (entry.isFile() && unreadFile(entry.name)) rmSync(path);
    else if (entry.isFile() && /\.[mc]?js$/.test(entry.name) && statSync(path).size >= largeBytes)
      writeFileSync(path, minify(readFileSync(path, 'utf8')));
  }
}

/** Links, which lead to workspaces, are left alone. */
function packagesIn(modules) {
  if (!existsSync(modules)) return [];
  return readdirSync(modules, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== '.bin')
    .flatMap(({ name }) =>
      name.startsWith('@')
        ? readdirSync(join(modules, name), { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .map((entry) => join(modules, name, entry.name))
        : [join(modules, name)],
    );
}
