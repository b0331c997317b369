import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = import.meta.dirname;

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.parentPath.includes('.terraform'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const folders = files
  .filter((file) => file.endsWith('versions.tf'))
  .map((file) => file.slice(0, -'/versions.tf'.length))
  .sort();
const modules = folders.filter((folder) => folder.startsWith('modules/'));
const configuration = files.filter((file) => file.endsWith('.tf'));

type Block = { head: string; body: string };

/** Top-level blocks of `terraform fmt`-ed code: from a line that opens one to the first `}` in the first column. */
const blocks = (text: string, kind: string): Block[] =>
  [...text.matchAll(new RegExp(`^${kind} ([^\\n]*)\\{\\n(.*?)^\\}`, 'gms'))].map(([, head, body]) => ({
    head: head!.replaceAll('"', '').trim(),
    body: body!,
  }));

const inFolder = (folder: string, kind: string): Block[] =>
  configuration
    .filter((file) => file.slice(0, file.lastIndexOf('/')) === folder)
    .flatMap((file) => blocks(read(file), kind));

describe('terraform', () => {
  it('has the modules, the parts and the stacks that its README names', () => {
    const readme = read('README.md');
    expect(folders.length).toBeGreaterThan(10);
    for (const folder of folders) expect(readme).toContain(`(${folder})`);
  });

  it.each(folders)('%s documents each of its variables and outputs', (folder) => {
    const readme = read(`${folder}/README.md`);
    const names = ['variable', 'output'].flatMap((kind) => inFolder(folder, kind).map(({ head }) => head));
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !readme.includes(`| \`${name}\` |`))).toEqual([]);
    const rows = [...readme.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, name]) => name);
    expect(rows.filter((name) => !names.includes(name!))).toEqual([]);
  });

  it.each(folders)('%s types and describes each variable, and describes each output', (folder) => {
    const variables = inFolder(folder, 'variable');
    const faults = variables
      .filter(({ body }) => !/^ {2}type\s+=/m.test(body) || !/^ {2}description\s+= "[^"]{10,}/m.test(body))
      .concat(inFolder(folder, 'output').filter(({ body }) => !/^ {2}description\s+= "[^"]{5,}/m.test(body)));
    expect(faults.map(({ head }) => head)).toEqual([]);
  });

  it.each(folders)('%s is tested with mocked providers', (folder) => {
    const tests = files.filter((file) => file.startsWith(`${folder}/tests/`) && file.endsWith('.tftest.hcl'));
    const text = tests.map(read).join('\n');
    expect(text).toContain('mock_provider');
    expect(text).toMatch(/^ {2}assert \{/m);
  });

  // The thin roots hand on variables of a module, whose own test refuses them.
  it.each(folders.filter((folder) => folder.includes('/')))(
    '%s has a test of each variable whose value it refuses',
    (folder) => {
      const text = files
        .filter((file) => file.startsWith(`${folder}/tests/`))
        .map(read)
        .join('\n');
      const validated = inFolder(folder, 'variable').filter(({ body }) => body.includes('validation {'));
      expect(validated.length).toBeGreaterThan(0);
      expect(validated.map(({ head }) => head).filter((name) => !text.includes(`var.${name}`))).toEqual([]);
    },
  );

  it.each(modules)(
    '%s configures no provider and no backend, so that it can be used with count and removed',
    (folder) => {
      expect(inFolder(folder, 'provider')).toEqual([]);
      expect(
        configuration
          .filter((file) => file.startsWith(`${folder}/`))
          .map(read)
          .join('\n'),
      ).not.toMatch(/^\s*backend "/m);
    },
  );

  it('pins every provider and the version of Terraform', () => {
    for (const folder of folders) {
      const text = read(`${folder}/versions.tf`);
      expect(text).toContain('required_version = ">= 1.9"');
      const sources = text.match(/source\s+= "hashicorp\//g)?.length;
      expect(text.match(/version = "~> \d+\.\d+"/g)?.length).toBe(sources);
    }
  });

  it('lets nobody in from everywhere', () => {
    const open = configuration.flatMap((file) =>
      [
        'resource "aws_vpc_security_group_ingress_rule"',
        'resource "aws_security_group_rule"',
        'resource "aws_security_group"',
      ]
        .flatMap((kind) => blocks(read(file), kind))
        .filter(({ body }) => /0\.0\.0\.0\/0|::\/0/.test(body))
        .map(({ head }) => `${file}: ${head}`),
    );
    expect(open).toEqual([]);
  });

  it('names 0.0.0.0/0 as a value only in routes and in the egress of ClickHouse', () => {
    const lines = configuration
      .filter((file) => !file.endsWith('variables.tf'))
      .flatMap((file) =>
        read(file)
          .split('\n')
          .filter((line) => line.includes('"0.0.0.0/0"'))
          .map((line) => `${file}: ${line.trim().replace(/\s+/g, ' ')}`),
      );
    expect(lines).toEqual([
      'modules/network/main.tf: destination_cidr_block = "0.0.0.0/0"',
      'modules/network/main.tf: destination_cidr_block = "0.0.0.0/0"',
      'stacks/aws/values.tf: clickhouseBackupTo = local.in_cluster ? [{ ipBlock = { cidr = "0.0.0.0/0" } }] : []',
    ]);
  });

  it('rotates every key', () => {
    const keys = modules.flatMap((folder) => inFolder(folder, 'resource "aws_kms_key"'));
    expect(keys.length).toBeGreaterThan(4);
    expect(keys.filter(({ body }) => !/enable_key_rotation\s+= true/.test(body))).toEqual([]);
  });

  it('names no account but the example of AWS', () => {
    const accounts = files
      .filter((file) => !file.endsWith('.spec.ts'))
      .flatMap((file) => [...read(file).matchAll(/(?<![\w-])\d{12}(?![\w-])/g)].map(([account]) => account));
    expect(accounts.filter((account) => account !== '111122223333')).toEqual([]);
  });

  it('holds no state, no lock file and no values of an installation', () => {
    const ignored = read('.gitignore');
    for (const pattern of ['*.tfstate', '*.tfvars', '.terraform/', '.terraform.lock.hcl'])
      expect(ignored).toContain(pattern);
    for (const stack of ['stacks/aws', 'stacks/local'])
      expect(existsSync(join(root, stack, 'terraform.tfvars.example'))).toBe(true);
  });
});
