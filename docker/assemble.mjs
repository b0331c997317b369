// Run in an image's build: makes the current folder, which holds the manifests and what `npm ci -w <workspace>`
// installed, into the runnable application of that workspace, and writes its SBOM.
//
//   node assemble.mjs <built source tree> <workspace folder>…      (the SBOM is named after the first)
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { softwareBill } from './sbom.mjs';

const [source, ...wanted] = process.argv.slice(2);
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Folders of the workspaces that this one needs, itself among them: npm has linked exactly those. */
function linkedWorkspaces() {
  const scope = join('node_modules', '@heliostat');
  return readdirSync(scope).map((name) => readlinkSync(join(scope, name)).replace(/^(\.\.\/)+/, ''));
}

/** The root manifest without what only development needs, so that npm finds nothing missing. */
function trimRoot(workspaces) {
  const { name, version, license, type } = read('package.json');
  const trimmed = { name, version, private: true, license, type, workspaces };
  writeFileSync('package.json', `${JSON.stringify(trimmed, null, 2)}\n`);
  rmSync('package-lock.json');
}

function removeOtherWorkspaces(workspaces) {
  for (const group of ['apps', 'libs', 'tools', 'packages'].filter((folder) => existsSync(folder))) {
    for (const name of readdirSync(group))
      if (!workspaces.includes(`${group}/${name}`)) rmSync(join(group, name), { recursive: true });
    if (readdirSync(group).length === 0) rmSync(group, { recursive: true });
  }
  rmSync('cdk8s', { recursive: true, force: true });
}

/** Types, sources of types and source maps of packages: Node never reads them, and they are a third of the bytes. */
function removeUnread(workspaces) {
  const folders = ['.', ...workspaces].map((folder) => join(folder, 'node_modules'));
  const unread = /\.(d\.[mc]?ts|[mc]?ts|map)$/;
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (unread.test(entry.name)) rmSync(path);
    }
  };
  folders.filter((folder) => existsSync(folder)).forEach(walk);
  // A copy for browsers that no Node condition leads to.
  rmSync(join('node_modules', 'typeorm', 'browser'), { recursive: true, force: true });
}

const workspaces = linkedWorkspaces();
for (const folder of wanted) {
  if (!workspaces.includes(folder)) throw new Error(`${folder} is not installed in ${resolve('.')}`);
  if (!existsSync(join(source, folder, 'dist'))) throw new Error(`${folder} is not built in ${source}`);
}
for (const folder of workspaces) {
  for (const part of ['dist', 'bin'].filter((name) => existsSync(join(source, folder, name))))
    cpSync(join(source, folder, part), join(folder, part), { recursive: true });
  // What was installed had a manifest without exports.
  const manifest = read(join(source, folder, 'package.json'));
  delete manifest.devDependencies;
  delete manifest.nx;
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
removeOtherWorkspaces(workspaces);
trimRoot(workspaces);
removeUnread(workspaces);

const npmBill = JSON.parse(
  execFileSync('npm', ['sbom', '--omit=dev', '--sbom-format=cyclonedx', '--sbom-type=application'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  }),
);
const bill = softwareBill(npmBill, {
  workspace: read(join(wanted[0], 'package.json')),
  node: process.versions.node,
  debian: readFileSync(process.env.RUNTIME_PACKAGES, 'utf8'),
});
writeFileSync('sbom.json', `${JSON.stringify(bill, null, 2)}\n`);
