import { Agent, createServer as createHttpServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { loadConfig } from '@heliostat/platform';
import { WebSocket, WebSocketServer } from 'ws';
import { startTestProxy, startUpstream, testKey } from '../testing/proxy.fixture.js';
import { send, until } from '../testing/raw-client.js';
import { listen } from './listen.js';

describe('stopping', () => {
  it('finishes what is in flight, and keeps no connection alive', async () => {
    const waiting: ServerResponse[] = [];
    const upstream = await startUpstream((_request, response) => void waiting.push(response));
    const sut = await startTestProxy(upstream.url);
    const agent = new Agent({ keepAlive: true });
    const headers = { 'helicone-auth': testKey };
    const reply = send({ url: `${sut.url}/oai/v1/x`, agent, headers });
    await until(() => waiting.length === 1);
    const stopped = sut.proxy.stop(60_000);
    await expect(send({ url: `${sut.url}/oai/v1/x` })).rejects.toThrow();
    waiting[0]!.end('late');
    expect(await reply).toMatchObject({ status: 200, headers: { connection: 'close' } });
    await stopped;
    expect(sut.records().length).toBe(1);
    sut.spool.close();
    await upstream.stop();
  });

  /** A proxy with a provider that echoes. */
  async function realtime() {
    const providers = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(providers, 'listening');
    providers.on('connection', (socket) => socket.on('message', (data) => socket.send(data as Buffer)));
    const sut = await startTestProxy(`http://127.0.0.1:${(providers.address() as AddressInfo).port}`);
    const open = async () => {
      const socket = new WebSocket(`${sut.url.replace('http', 'ws')}/oai/v1/realtime?model=x`, {
        headers: { 'helicone-auth': `Bearer ${testKey}` },
      });
      await once(socket, 'open');
      return socket;
    };
    const close = () => {
      sut.spool.close();
      providers.close();
    };
    return { sut, open, close };
  }

  it('lets realtime sessions go on while it has time', async () => {
    const { sut, open, close } = await realtime();
    const session = await open();
    const stopped = sut.proxy.stop(60_000);
    session.send('"still here"');
    expect(String((await once(session, 'message'))[0])).toBe('"still here"');
    session.close();
    await stopped;
    close();
  });

  it('ends realtime sessions that stay longer than it was given', async () => {
    const { sut, open, close } = await realtime();
    const session = await open();
    const closed = once(session, 'close');
    await sut.proxy.stop(50);
    expect((await closed)[0]).toBe(1001);
    close();
  });

  it('cuts what takes longer than it was given, and records it', async () => {
    const upstream = await startUpstream(() => {});
    const sut = await startTestProxy(upstream.url);
    const reply = send({ url: `${sut.url}/oai/v1/x` });
    const failed = expect(reply).rejects.toThrow();
    await until(() => upstream.requests.length === 1);
    await sut.proxy.stop(50);
    await failed;
    sut.spool.close();
    expect(sut.records()[0]!.meta).toMatchObject({ status: -3 });
    await upstream.stop();
  });
});

describe(listen.name, () => {
  it('names the port and its setting when another program has it', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const sut = listen(createHttpServer(), loadConfig({ PROXY_PORT: String(port) }));
    await expect(sut).rejects.toThrow(new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is taken.*PROXY_PORT`));
    other.close();
  });
});
