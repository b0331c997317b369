// Run in an image's build: leaves of a source tree what an installation depends on, so that the layer of `npm ci` is
// made anew when a dependency changes, and not with each script or export.
//
//   node manifests.mjs <source tree> <target folder>
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [source, target] = process.argv.slice(2);
const kept = [
  ...[
    'name',
    'version',
    'private',
    'type',
    'license',
    'engines',
    'workspaces',
    'overrides',
    'allowScripts',
    'bin',
  ],
  ...['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies', 'peerDependenciesMeta'],
];

for (const entry of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
  if (!/(^|\/)package\.json$/.test(entry)) continue;
  const manifest = JSON.parse(readFileSync(join(source, entry), 'utf8'));
  const trimmed = Object.fromEntries(Object.entries(manifest).filter(([field]) => kept.includes(field)));
  mkdirSync(dirname(join(target, entry)), { recursive: true });
  writeFileSync(join(target, entry), `${JSON.stringify(trimmed, null, 2)}\n`);
}
for (const file of ['package-lock.json', '.npmrc'])
  if (existsSync(join(source, file))) copyFileSync(join(source, file), join(target, file));
