import { Agent, createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDrain } from './create-drain.js';

describe(createDrain.name, () => {
  let server: Server;
  const agent = new Agent({ keepAlive: true });
  const ask = () =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      get({ port, host: '127.0.0.1', agent }, (reply) => {
        reply.resume();
        reply.once('end', () => resolve(reply));
      }).once('error', reject);
    });
  beforeEach(async () => {
    // Of its own accord it closes no connection while a test is about to ask again on it.
    server = createServer({ keepAliveTimeout: 0 }, (_request, response) => response.end('ok'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));
  afterAll(() => agent.destroy());

  it('keeps connections while the server runs', async () => {
    createDrain(server, 10);
    expect((await ask()).headers.connection).toBe('keep-alive');
  });

  it('answers what still comes and has its connection end, until the time is over', async () => {
    const sut = createDrain(server, 300);
    await ask();
    const drained = sut();
    expect((await ask()).headers.connection).toBe('close');
    await drained;
  });
});
