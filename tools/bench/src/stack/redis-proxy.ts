import { CodedError } from '@heliostat/platform';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Cores } from '../host/cores.js';
import { freePorts } from '../host/ports.js';
import { needTool } from '../host/tools.js';
import { ManagedProcess } from '../process/managed-process.js';
import { environmentOf } from '../process/proc.js';
import type { HeliostatStack } from './heliostat-stack.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const startMs = 10_000;

export type RedisProxy = { url: string; pid: number; stop(): Promise<void> };

/**
 * A second proxy of a running stack, with a Redis of its own as its shared state; its logs end in that Redis and in
 * `folder`. Throws `bench/missing-tool` without a redis-server.
 */
export async function startRedisProxy(
  stack: HeliostatStack,
  cores: Cores,
  folder: string,
): Promise<RedisProxy> {
  const home = join(folder, 'redis-proxy');
  mkdirSync(home, { recursive: true });
  const [redisPort, port] = await freePorts(2);
  const redis = await startRedis(redisPort!, home, cores.rest);
  const {
    NODE_CHANNEL_FD: _fd,
    NODE_CHANNEL_SERIALIZATION_MODE: _mode,
    ...env
  } = environmentOf(stack.proxyPid);
  const proxy = ManagedProcess.start({
    name: 'proxy with Redis',
    command: process.execPath,
    args: [join(root, 'apps', 'proxy', 'dist', 'main.js')],
    cwd: root,
    cores: cores.target,
    env: {
      ...env,
      REDIS_URL: `redis://127.0.0.1:${redisPort}`,
      PROXY_PORT: String(port),
      HELIOSTAT_DATA_DIR: home,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await proxy.stop();
    await redis.stop();
  };
  try {
    await proxy.ready(`${url}/readyz`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: proxy.pid, stop };
}

async function startRedis(port: number, home: string, cores: string): Promise<ManagedProcess> {
  const redis = ManagedProcess.start({
    name: 'Redis',
    command: needTool('redis-server'),
    args: ['--port', String(port), '--bind', '127.0.0.1', '--dir', home, '--save', '', '--appendonly', 'no'],
    cores,
  });
  for (const deadline = Date.now() + startMs; !redis.output.includes('Ready to accept connections');) {
    if (Date.now() > deadline) {
      await redis.stop();
      throw new CodedError('bench/start', `Redis did not start:\n${redis.output.slice(-1000)}`);
    }
    await sleep(50);
  }
  return redis;
}
