import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '@heliostat/stores/testing';
import { askApp } from './ask-apps.js';

const serving = async (status: number, body: unknown, test: (url: string) => Promise<void>) => {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await test(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
};

describe(askApp.name, () => {
  it('names what is degraded, and why', () =>
    serving(200, { degraded: ['objects'], checks: { objects: 'wrong secret', queue: 'ok' } }, async (url) =>
      expect(await askApp('proxy', url)).toMatchObject({ ready: true, degraded: ['objects: wrong secret'] }),
    ));

  it('tells an app that is up but cannot serve from one that can', () =>
    serving(503, { degraded: [], checks: {} }, async (url) =>
      expect(await askApp('jawn', url)).toMatchObject({ ready: false, degraded: [] }),
    ));

  it('says why nothing was answered', async () => {
    const closed = await freePort();
    expect((await askApp('web', `http://127.0.0.1:${closed}`)).failure).toMatch(/ECONNREFUSED/);
  });
});
