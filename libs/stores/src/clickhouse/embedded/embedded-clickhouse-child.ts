/**
 * The engine's process: `libchdb.so` run as `clickhouse local` with the arguments of this script, until standard
 * input closes (the parent has gone or asks for the end) or SIGTERM or SIGINT. It runs alone, compiled or not, so
 * it imports nothing of ours. Exit code 1 and the engine's words on standard error when it fails.
 */
import { closeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DataType, load, open, type JsExternal } from 'ffi-rs';

const engines: Record<string, string> = {
  'linux-x64': '@chdb/lib-linux-x64-gnu',
  'linux-arm64': '@chdb/lib-linux-arm64-gnu',
  'darwin-x64': '@chdb/lib-darwin-x64',
  'darwin-arm64': '@chdb/lib-darwin-arm64',
};

function libraryPath(): string {
  const name = engines[`${process.platform}-${process.arch}`];
  if (!name) throw new Error(`there is no embedded ClickHouse for ${process.platform}-${process.arch}`);
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'libchdb.so');
}

/** The engine blocks while it reads its last queries file: a pipe, whose closing ends it in order. */
function openPipe(): { readEnd: number; writeEnd: number } {
  const descriptors = Buffer.alloc(8);
  const failed = load({
    library: 'c',
    funcName: 'pipe',
    retType: DataType.I32,
    paramsType: [DataType.U8Array],
    paramsValue: [descriptors],
  });
  if (failed !== 0) throw new Error('no pipe could be opened');
  return { readEnd: descriptors.readInt32LE(0), writeEnd: descriptors.readInt32LE(4) };
}

/** The engine's error message, or null. */
function errorOf(result: JsExternal): string | null {
  const call = {
    library: 'chdb',
    funcName: 'chdb_result_error',
    paramsType: [DataType.External],
    paramsValue: [result],
  };
  const address = load({ ...call, retType: DataType.U64 });
  return address === 0 ? null : load({ ...call, retType: DataType.String });
}

open({ library: 'chdb', path: libraryPath() });
open({ library: 'c', path: process.platform === 'darwin' ? 'libSystem.dylib' : 'libc.so.6' });
const { readEnd, writeEnd } = openPipe();

let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  closeSync(writeEnd);
};
process.stdin.on('end', stop).on('error', stop).resume();
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

const argv = ['clickhouse-local', ...process.argv.slice(2), `/dev/fd/${readEnd}`];
const result = await load({
  library: 'chdb',
  funcName: 'chdb_query_cmdline',
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [argv.length, argv],
  runInNewThread: true,
});
const error = errorOf(result);
if (error) process.stderr.write(`${error}\n`);
process.exit(error ? 1 : 0);
