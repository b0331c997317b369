import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { startTestProxy, type TestProxy } from '../testing/proxy.fixture.js';
import { send } from '../testing/raw-client.js';

describe('replies of providers that bend HTTP', () => {
  let reply = '';
  let upstream: Server;
  let sut: TestProxy;

  beforeAll(async () => {
    upstream = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(Buffer.from(reply, 'latin1')));
    });
    upstream.listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    sut = await startTestProxy(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  });
  afterAll(async () => {
    await sut.stop();
    upstream.close();
  });

  it.each([
    ['with a length', 'content-length: 2\r\n\r\nok'],
    ['in chunks', 'transfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n'],
    ['without a body', 'content-length: 0\r\n\r\n'],
  ])('gives the number alone where the words of a status line are forbidden, %s', async (_name, rest) => {
    reply = `HTTP/1.1 202 caf\u00e9 \u0001\r\n${rest}`;
    const { status, body } = await send({ url: `${sut.url}/oai/v1/x` });
    expect([status, body.toString()]).toEqual([202, rest.includes('ok') ? 'ok' : '']);
    expect(sut.records().at(-1)!.meta.status).toBe(202);
  });

  it('answers 502 where a header holds control characters', async () => {
    reply = 'HTTP/1.1 200 OK\r\nx-bad: a\u0001b\r\ncontent-length: 2\r\n\r\nok';
    const { status, body } = await send({ url: `${sut.url}/oai/v1/x` });
    expect(status).toBe(502);
    expect(body.toString()).toMatch(/proxy\/bad-reply/);
  });
});
