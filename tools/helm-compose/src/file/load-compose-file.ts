import { CodedError, errorMessage } from '@heliostat/platform';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { dependencyFaults } from '../plan/dependency-order.js';
import { composeFileSchema, type ComposeFile } from './compose-file.schema.js';
import { markPlain } from './expand-variables.js';

const names = ['helm-compose.yaml', 'helm-compose.yml', 'helmcompose.yaml', 'helmcompose.yml'];

/** A compose file that was found to be right, and the folder that its paths are relative to. */
export type LoadedFile = { path: string; folder: string; compose: ComposeFile };

/** Reads the file given, or the one in this folder, and throws one error that names every fault in it. */
export function loadComposeFile(path: string | undefined, cwd: string): LoadedFile {
  const file = path === undefined ? find(cwd) : resolve(cwd, path);
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CodedError('compose/file', `${file} cannot be read: ${errorMessage(error)}`);
  }
  return { path: file, folder: dirname(file), compose: parseComposeFile(source, basename(file)) };
}

/** Checks the text of a compose file. `label` stands before each fault. */
export function parseComposeFile(source: string, label: string): ComposeFile {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  if (document.errors.length > 0) throw invalid(document.errors.map((fault) => `${label}: ${fault.message}`));
  markPlain(document);
  const data: unknown = document.toJS() ?? {};
  refuseS3(data, label);
  const read = composeFileSchema.safeParse(withStorageType(data));
  const at = (path: PropertyKey[]) =>
    `${label}${lineOf(document, lines, path)}: ${path.join('.') || 'the file'}`;
  if (!read.success)
    throw invalid(
      read.error.issues.flatMap((issue) => faultsOf(issue)).map(({ path, words }) => `${at(path)}: ${words}`),
    );
  const faults = dependencyFaults(read.data.releases);
  if (faults.length > 0)
    throw invalid(faults.map(({ release, words }) => `${at(['releases', release, 'needs'])}: ${words}`));
  return read.data;
}

const invalid = (faults: string[]) => new CodedError('compose/file-invalid', faults.join('\n'), 400);

function find(cwd: string): string {
  const found = names.map((name) => resolve(cwd, name)).filter((file) => existsSync(file));
  if (found.length === 1) return found[0]!;
  throw new CodedError(
    'compose/file',
    found.length === 0
      ? `No helm-compose.yaml in ${cwd}. Run this where it is, or name it: --file <path>`
      : `${found.length} compose files in ${cwd} (${found.map((file) => basename(file)).join(', ')}). Name one: --file <path>`,
  );
}

/** Revisions are kept in the cluster unless told: a state in a folder is lost with the checkout. */
function withStorageType(data: unknown): unknown {
  const storage = (data as { storage?: unknown }).storage;
  if (typeof storage !== 'object' || storage === null || 'type' in storage) return data;
  return { ...(data as object), storage: { ...storage, type: 'kubernetes' } };
}

function refuseS3(data: unknown, label: string): void {
  if ((data as { storage?: { type?: unknown } }).storage?.type !== 's3') return;
  throw invalid([
    `${label}: storage.type: s3 is not supported. Use "kubernetes" (secrets in the cluster, the default) or "local" (a folder).`,
  ]);
}

type Fault = { path: PropertyKey[]; words: string };

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...issue.path, key], words: 'is no key of the format' }));
  if (issue.code === 'invalid_union' && issue.errors.length > 0 && issue.path.includes('valueFiles'))
    return [{ path: issue.path, words: 'must be a path, or {file: path, optional: true}' }];
  if (issue.code === 'invalid_key')
    return [{ path: issue.path, words: issue.issues.map(({ message }) => message).join('; ') }];
  if (issue.code === 'invalid_type' && issue.input === undefined && /received undefined/.test(issue.message))
    return [{ path: issue.path, words: 'is missing' }];
  return [{ path: issue.path, words: issue.message }];
}

/** `:12` where the path, or what is nearest above it, stands in the file. */
function lineOf(document: Document, lines: LineCounter, path: PropertyKey[]): string {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as
      { range?: [number, number, number] } | undefined;
    if (node?.range) return `:${lines.linePos(node.range[0]).line}`;
  }
  return '';
}
