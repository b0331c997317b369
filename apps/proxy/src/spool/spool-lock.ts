import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodedError } from '@heliostat/platform';

/**
 * Keeps a spool directory for this process until it ends, however it ends: a second one on the same directory would
 * delete files that the first still writes. The lock is a local socket, which the system takes back with its owner.
 * Throws `proxy/spool-in-use`.
 */
export async function lockSpool(directory: string): Promise<Server> {
  const id = createHash('sha256').update(realpathSync(directory)).digest('hex').slice(0, 32);
  const abstract = process.platform === 'linux';
  const path = abstract ? `\0heliostat-spool-${id}` : join(tmpdir(), `heliostat-spool-${id}.sock`);
  const lock = await listen(path);
  if (lock) return lock;
  if (!abstract && !(await answers(path))) {
    rmSync(path, { force: true });
    const taken = await listen(path);
    if (taken) return taken;
  }
  throw new CodedError(
    'proxy/spool-in-use',
    `Another proxy writes to ${directory}. Stop it, or give this one its own HELIOSTAT_DATA_DIR.`,
  );
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    // Exclusive: in a cluster the primary would otherwise share one socket among all.
    server.listen({ path, exclusive: true }, () => {
      server.unref();
      resolve(server);
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
