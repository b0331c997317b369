// Run in an image's build: makes the current folder, which holds the manifests and what `npm ci -w <workspace>`
// installed, into the runnable application of that workspace, and writes its SBOM.
//
//   node assemble.mjs <built source tree> <workspace folder>…      (the SBOM is named after the first)
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { softwareBill } from './sbom.mjs';
import { slimPackages } from './slim-packages.mjs';

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
const { transformSync } = createRequire(join(source, 'package.json'))('esbuild');
const options = { minifyWhitespace: true, legalComments: 'inline', charset: 'ascii', target: 'esnext' };
/** A file that is no program by itself is left as it is. */
function minify(text) {
  try {
    return transformSync(text, options).code;
  } catch {
    return text;
  }
}
for (const folder of ['.', ...workspaces]) slimPackages(join(folder, 'node_modules'), minify);

// All that is left is for production. Not --omit=dev: npm would leave out what some tool of the workspace needs as well.
const npmBill = JSON.parse(
  execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application'], {
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
