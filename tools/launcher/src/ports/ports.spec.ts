import { createServer, type AddressInfo, type Server } from 'node:net';
import { freePort } from '@heliostat/stores/testing';
import { assertPortsFree, loopbackPort } from './ports.js';

describe('ports', () => {
  let server: Server;
  let taken: number;
  beforeAll(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    taken = (server.address() as AddressInfo).port;
  });
  afterAll(() => server.close());

  it('names every taken port with the setting that moves it, in one error', async () => {
    const sut = assertPortsFree('127.0.0.1', [
      { setting: 'WEB_PORT', port: taken },
      { setting: 'JAWN_PORT', port: 0 },
      { setting: 'PROXY_PORT', port: taken },
    ]);
    await expect(sut).rejects.toMatchObject({
      code: 'launcher/port-taken',
      message: expect.stringMatching(new RegExp(`port ${taken} \\(WEB_PORT\\)[\\s\\S]*\\(PROXY_PORT\\)`)),
    });
  });

  it('names two settings that ask for one port', async () => {
    const port = await freePort();
    const sut = assertPortsFree('127.0.0.1', [
      { setting: 'WEB_PORT', port },
      { setting: 'JAWN_PORT', port },
    ]);
    await expect(sut).rejects.toThrow(/JAWN_PORT and WEB_PORT/);
  });

  it('names an address that is not of this machine', async () => {
    await expect(assertPortsFree('203.0.113.1', [{ setting: 'WEB_PORT', port: 3000 }])).rejects.toThrow(
      /WEB_PORT.*203\.0\.113\.1.*EADDRNOTAVAIL/,
    );
  });

  it('lets free ports pass', async () => {
    const port = await freePort();
    await expect(assertPortsFree('127.0.0.1', [{ setting: 'WEB_PORT', port }])).resolves.toBeUndefined();
  });

  it('falls back to the next free port when the preferred one is taken or meant for somebody else', async () => {
    const free = await freePort();
    expect(await loopbackPort(free)).toBe(free);
    expect(await loopbackPort(free, [free])).toBeGreaterThan(free);
    expect(await loopbackPort(taken)).toBeGreaterThan(taken);
  });

  it('says which ports it looked at when none of them is free', async () => {
    const all = Array.from({ length: 100 }, (_, n) => 20_000 + n);
    await expect(loopbackPort(20_000, all)).rejects.toThrow(/ports 20000 to 20099 .* all in use/);
  });
});
