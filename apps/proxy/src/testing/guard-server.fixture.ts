import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lasting } from './proxy.fixture.js';

export type Asked = { path: string; headers: IncomingHttpHeaders; body: Record<string, unknown> };
export type Answer = { status?: number; body?: unknown; hang?: boolean };

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A guard's server on this machine that answers as told and notes what it was asked; closed after the test. */
export async function guardServer(
  answer: (asked: Asked) => Answer,
): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer(lasting, (req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const one = {
        path: req.url ?? '',
        headers: req.headers,
        body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>,
      };
      asked.push(one);
      const { status = 200, body, hang } = answer(one);
      if (hang) return;
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

export const chatAnswer = (content: string) => ({ choices: [{ message: { role: 'assistant', content } }] });
