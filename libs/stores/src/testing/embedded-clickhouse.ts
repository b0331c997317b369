import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { embeddedClickHouseChildPath, type ClickHouseConfig } from '../clickhouse/index.js';
import { freePort } from './free-port.js';

export type EmbeddedClickHouse = {
  config: ClickHouseConfig & { CLICKHOUSE_URL: string };
  /** Stops the engine and removes its data. */
  stop(): Promise<void>;
};

export type EmbeddedClickHouseOptions = {
  /** Of a cluster `shards` of several such servers: the native ports of all, and which of them is this one's. */
  shard?: { nativePorts: readonly number[]; own: number };
};

const startTimeoutMs = 120_000;
const pollMs = 50;

/**
 * A real ClickHouse for tests: the embedded engine in a process of its own, with an empty data directory that is
 * removed at the end. It ends with the test's process, however that ends.
 */
export async function startEmbeddedClickHouse({
  shard,
}: EmbeddedClickHouseOptions = {}): Promise<EmbeddedClickHouse> {
  const directory = await mkdtemp(join(tmpdir(), 'heliostat-clickhouse-'));
  const port = await freePort();
  const file = (name: string) => join(directory, name);
  const listen = ['HTTP', ...(shard ? ['TCP'] : [])];
  await writeFile(file('boot.sql'), listen.map((protocol) => `SYSTEM START LISTEN ${protocol};\n`).join(''));
  await writeFile(
    file('config.xml'),
    `<clickhouse><path>${directory}/data/</path><listen_host>127.0.0.1</listen_host><http_port>${port}</http_port>
<mark_cache_size>268435456</mark_cache_size>${shard ? clusterXml(shard) : ''}</clickhouse>`,
  );
  const child = spawn(
    process.execPath,
    [
      embeddedClickHouseChildPath(),
      '--config-file',
      file('config.xml'),
      '--log-level=error',
      '--queries-file',
      file('boot.sql'),
    ],
    { stdio: ['pipe', 'ignore', 'pipe'], cwd: directory },
  );
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4000)));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));

  const url = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${url}/ping`).then(
      (reply) => reply.ok,
      () => false,
    );
  const deadline = Date.now() + startTimeoutMs;
  while (!(await answers())) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`ClickHouse did not start: ${complaint}`);
    }
    await sleep(pollMs);
  }

  return {
    config: {
      CLICKHOUSE_URL: url,
      CLICKHOUSE_USER: 'default',
      CLICKHOUSE_PASSWORD: '',
      CLICKHOUSE_DATABASE: 'heliostat',
    },
    stop: async () => {
      child.stdin.end();
      await exited;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function clusterXml({ nativePorts, own }: { nativePorts: readonly number[]; own: number }): string {
  const shards = nativePorts.map(
    (port) => `<shard><replica><host>127.0.0.1</host><port>${port}</port></replica></shard>`,
  );
  return `<tcp_port>${nativePorts[own]}</tcp_port>
<remote_servers><shards>${shards.join('')}</shards></remote_servers>`;
}
