import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { testKey } from './proxy.fixture.js';

export type RawReply = {
  status: number;
  rawHeaders: string[];
  headers: IncomingMessage['headers'];
  trailers: IncomingMessage['trailers'];
  body: Buffer;
};

export type RawRequest = RequestOptions & { url: string; body?: Buffer | Buffer[] };

/** Sends with `node:http`, with a valid key unless headers are given, and reads the whole reply as bytes. */
export function send({ url, body, ...options }: RawRequest): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      { agent: false, headers: { 'helicone-auth': `Bearer ${testKey}` }, ...options },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('error', reject);
        reply.on('end', () =>
          resolve({
            status: reply.statusCode ?? 0,
            rawHeaders: reply.rawHeaders,
            headers: reply.headers,
            trailers: reply.trailers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    request.on('error', reject);
    for (const chunk of Array.isArray(body) ? body : body ? [body] : []) request.write(chunk);
    request.end();
  });
}

/** Writes text to a port and returns all that comes back until the connection closes, or is reset behind an answer. */
export function sendText(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error) => chunks.length === 0 && reject(error));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}

/** Waits until a condition holds, at most 30 seconds: a busy machine may take some. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('the condition did not come true within 30 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
