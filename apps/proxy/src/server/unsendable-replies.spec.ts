import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lasting, startTestProxy, testKey, type TestProxy } from '../testing/proxy.fixture.js';

/** What no feature should do, and one of them may: put into the reply a header that no reply can carry. */
const unsendable = (chunks: Uint8Array[] | undefined) => ({
  name: 'mock-response',
  wanted: () => true,
  run: (call: { reply(name: string, value: string): void }) => {
    call.reply('x-unsendable', 'two\nlines');
    return chunks && { status: 200, contentType: 'text/event-stream', chunks };
  },
});

describe('a reply that cannot be sent', () => {
  let upstream: Server;
  let sut: TestProxy;
  const start = async (chunks?: Uint8Array[]) => {
    sut = await startTestProxy(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`, {
      stages: [unsendable(chunks)],
    });
  };
  const ask = (headers: Record<string, string> = {}) =>
    fetch(`${sut.url}/oai/v1/x`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer sk',
        'helicone-auth': `Bearer ${testKey}`,
        'helicone-cache-enabled': 'true',
        ...headers,
      },
      body: '{}',
    });

  beforeAll(async () => {
    upstream = createServer(lasting, (request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      if (request.headers['x-wait'] === undefined) response.end('data: {}\n\n');
    });
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => sut.stop());
  afterAll(() => {
    upstream.closeAllConnections();
    upstream.close();
  });

  it.each([
    ['of a stage', [Buffer.from('data: {}\n\n')]],
    ['of a stage, without a body', []],
    ['of a provider', undefined],
  ])('is an error for the client, which would wait for ever, where it is one %s', async (_whose, chunks) => {
    await start(chunks);
    const response = await ask();
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ error: { code: 'proxy/fault' } });
    expect(sut.records().length).toBe(1);
  });

  it('ends neither the process nor the calls beside it where its head comes alone', async () => {
    await start();
    const [one, other] = await Promise.all([ask({ 'x-wait': 'yes' }), ask({ 'x-wait': 'yes' })]);
    expect([one.status, other.status]).toEqual([500, 500]);
  });
});
