import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Capture = {
  path: string;
  headers: IncomingHttpHeaders;
  body: {
    uuid: string;
    api_key: string;
    event: string;
    distinct_id: string;
    properties: Record<string, unknown>;
  };
};

export type FakePosthog = {
  url: string;
  captures: Capture[];
  /** Statuses of the next replies; 200 when there are none. */
  statuses: number[];
  /** Most calls that were open at once. */
  most: number;
  stop(): Promise<void>;
};

/** Something that takes events as PostHog does, and fails on demand. Status 0 never answers. */
export async function startFakePosthog(): Promise<FakePosthog> {
  let open = 0;
  const server = createServer((request, response) => {
    sut.most = Math.max(sut.most, ++open);
    response.on('close', () => open--);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      sut.captures.push({
        path: `${request.method} ${request.url}`,
        headers: request.headers,
        body: JSON.parse(Buffer.concat(chunks).toString()) as Capture['body'],
      });
      const status = sut.statuses.shift() ?? 200;
      if (status === 0) return;
      response.writeHead(status, status === 302 ? { location: `${sut.url}/elsewhere` } : {});
      // A moment later, so that calls which are open at once can be seen.
      setImmediate(() => response.end('{"status":1}'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sut: FakePosthog = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    captures: [],
    statuses: [],
    most: 0,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return sut;
}
