import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  brotliCompressSync,
  constants,
  createBrotliCompress,
  createDeflate,
  createGzip,
  createZstdCompress,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import type { Behaviour, Encoding } from '../behaviour/behaviour.js';
import type { Prepared } from './prepared.js';

const compress = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync, zstd: zstdCompressSync };
const compressor = {
  gzip: () => createGzip({ flush: constants.Z_SYNC_FLUSH }),
  deflate: () => createDeflate({ flush: constants.Z_SYNC_FLUSH }),
  br: () => createBrotliCompress({ flush: constants.BROTLI_OPERATION_FLUSH }),
  zstd: () => createZstdCompress({ flush: constants.ZSTD_e_flush }),
};
const headLineMs = 50;

/** Failures in which the simulator itself ends the connection. */
export const breaksOff = new Set<Behaviour['fail']>(['reset', 'truncate', 'slow-headers']);

export const isInstant = (b: Behaviour) =>
  b.latencyMs === 0 && b.ttftMs === 0 && b.chunkMs === 0 && b.fail === null && b.encoding === null;

/** The cheap way, for load: one write. */
export function sendAtOnce(response: ServerResponse, reply: Prepared): void {
  if (reply.stream) response.writeHead(reply.status, reply.headers);
  else response.writeHead(reply.status, [...reply.headers, 'content-length', String(reply.whole.length)]);
  response.end(reply.whole);
}

/** Sends a reply with the asked latency, pace, encoding or failure. Resolves when it is over; ends early when `signal` aborts. */
export async function send(
  response: ServerResponse,
  reply: Prepared,
  behaviour: Behaviour,
  signal: AbortSignal,
): Promise<void> {
  if (behaviour.latencyMs > 0) await sleep(behaviour.latencyMs, undefined, { signal });
  switch (behaviour.fail) {
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'hang':
      return;
    case 'slow-headers':
      return dripHead(response, reply, signal);
    case 'garbage':
      response
        .writeHead(200, reply.headers)
        .end(reply.stream ? 'data: {"choices":[{\n\n\u0000\n' : '{"id": "x", <html>');
      return;
  }
  if (!reply.stream) return sendBody(response, reply, behaviour);
  await sendFrames(response, reply, behaviour, signal);
}

function sendBody(response: ServerResponse, reply: Prepared, { fail, encoding }: Behaviour): void {
  const body = encoding ? compress[encoding](reply.whole) : reply.whole;
  response.writeHead(reply.status, [
    ...reply.headers,
    ...(encoding ? ['content-encoding', encoding] : []),
    'content-length',
    String(body.length),
  ]);
  if (fail === 'truncate') response.write(half(body), () => response.destroy());
  else if (fail === 'stall') response.write(half(body));
  else response.end(body);
}

const half = (body: Buffer) => body.subarray(0, Math.ceil(body.length / 2));

async function sendFrames(
  response: ServerResponse,
  reply: Prepared,
  behaviour: Behaviour,
  signal: AbortSignal,
): Promise<void> {
  const { encoding, ttftMs, chunkMs, fail } = behaviour;
  response.writeHead(
    reply.status,
    encoding ? [...reply.headers, 'content-encoding', encoding] : reply.headers,
  );
  if (ttftMs > 0) {
    response.flushHeaders();
    await sleep(ttftMs, undefined, { signal });
  }
  const broken = fail === 'truncate' || fail === 'stall';
  const frames = broken ? reply.frames.slice(0, Math.ceil(reply.frames.length / 2)) : reply.frames;
  const out = encoding ? encoder(encoding, response) : response;
  if (chunkMs === 0) out.write(broken ? Buffer.concat(frames) : reply.whole);
  else {
    // Paced by absolute times: late timers do not add up.
    const start = performance.now();
    for (let i = 0; i < frames.length; i++) {
      const wait = start + i * chunkMs - performance.now();
      if (i > 0 && wait > 0) await sleep(wait, undefined, { signal });
      if (!out.write(frames[i]!)) await once(out, 'drain', { signal });
    }
  }
  if (fail === 'truncate') setImmediate(() => response.destroy());
  else if (fail !== 'stall') out.end();
}

function encoder(encoding: Encoding, response: ServerResponse) {
  const stream = compressor[encoding]();
  stream.pipe(response);
  return stream;
}

/** Writes the head by hand, a line every 50 ms, then the body; the connection closes after it. */
async function dripHead(response: ServerResponse, reply: Prepared, signal: AbortSignal): Promise<void> {
  const socket = response.socket;
  if (!socket) return;
  const lines = [`HTTP/1.1 ${reply.status} Simulated`];
  for (let i = 0; i < reply.headers.length; i += 2)
    lines.push(`${reply.headers[i]}: ${reply.headers[i + 1]}`);
  lines.push(`content-length: ${reply.whole.length}`, 'connection: close', '');
  for (const line of lines) {
    socket.write(`${line}\r\n`);
    await sleep(headLineMs, undefined, { signal });
  }
  socket.end(reply.whole);
}
