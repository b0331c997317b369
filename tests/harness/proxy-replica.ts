import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@heliostat/stores/testing';
import type { Heliostat } from './heliostat.js';

const startTimeoutMs = 120_000;

export type ProxyReplica = { url: string; dispose(): Promise<void> };

/**
 * A second proxy on the stores of a running Heliostat: with its settings, a port and a spool of its own, and the same
 * object store, so that what it logs is found. Shares cache and limits only where both have a Redis.
 */
export async function startProxyReplica(heliostat: Heliostat): Promise<ProxyReplica> {
  const original = (await heliostat.processes()).find(({ command }) =>
    /apps\/proxy\/dist\/main/.test(command),
  );
  if (!original) throw new Error('Heliostat runs no proxy to make a replica of');
  const main = /\S*apps\/proxy\/dist\/main\.js/.exec(original.command)![0];
  const environment = await readFile(`/proc/${original.pid}/environ`, 'utf8');
  const settings = Object.fromEntries(
    environment
      .split('\0')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const)
      // The launcher's channel to its own child.
      .filter(([name]) => !name.startsWith('NODE_CHANNEL_')),
  );
  const port = await freePort();
  const dataDir = await mkdtemp(join(tmpdir(), 'heliostat-replica-'));
  await symlink(join(heliostat.dataDir, 'objects'), join(dataDir, 'objects'));
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...settings, HELIOSTAT_DATA_DIR: dataDir, PROXY_PORT: String(port) },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000)));
  const url = `http://127.0.0.1:${port}`;
  const ready = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (const deadline = Date.now() + startTimeoutMs; !(await ready()); await sleep(100))
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`the replica did not start (exit code ${child.exitCode}):\n${output}`);
    }
  return {
    url,
    async dispose() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await ended;
      }
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
