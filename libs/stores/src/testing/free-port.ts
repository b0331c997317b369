import { createServer } from 'node:net';

/**
 * Below the range of outgoing connections' own ports (32768 and up on Linux), where any client may take a port between
 * its probe and its use, and above those that the launcher derives for embedded stores.
 */
const lowest = 25_000;
/** Each Jest worker draws from a part of its own, so that two do not find the same port free. */
const portsPerWorker = 480;
const workers = 16;

const first = lowest + (Number(process.env.JEST_WORKER_ID ?? 0) % workers) * portsPerWorker;
let turn = Math.floor(Math.random() * portsPerWorker);

/** A port on loopback that nothing listens on, and that neither outgoing connections nor other test files will take. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < portsPerWorker; tried++) {
    const port = first + (turn++ % portsPerWorker);
    if (await isFree(port)) return port;
  }
  throw new Error(`no port from ${first} to ${first + portsPerWorker - 1} is free`);
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
