import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findKey } from './find-key.js';

let web: Server;
let url: string;
let dataDir: string;
let calls: string[];

beforeEach(async () => {
  calls = [];
  dataDir = await mkdtemp(join(tmpdir(), 'demo-'));
  web = createServer((request, response) => {
    calls.push(`${request.url} ${request.headers.cookie ?? ''}`);
    response.setHeader('set-cookie', 'session=s1; Path=/');
    response.end(JSON.stringify({ data: { apiKey: 'sk-helicone-new' }, error: null }));
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await new Promise((resolve) => web.close(resolve));
  await rm(dataDir, { recursive: true });
});

const empty = { firstOwner: true, proxyUrl: 'http://127.0.0.1:1' };
const owned = { ...empty, firstOwner: false };

describe(findKey.name, () => {
  it('uses a given key and touches nothing', async () => {
    expect(await findKey('sk-helicone-mine', empty, url, dataDir)).toMatchObject({
      apiKey: 'sk-helicone-mine',
    });
    expect(calls).toEqual([]);
  });

  it('signs up the first owner and makes a key with the session', async () => {
    const { apiKey, account } = await findKey(undefined, empty, url, dataDir);
    expect(apiKey).toBe('sk-helicone-new');
    expect(account!.password.length).toBeGreaterThanOrEqual(12);
    expect(calls).toEqual(['/api/auth/sign-up/email ', '/api/v1/api-keys session=s1']);
  });

  it('finds the same account again, in a file that others cannot read', async () => {
    const { account } = await findKey(undefined, empty, url, dataDir);
    expect((await findKey(undefined, owned, url, dataDir)).account).toEqual(account);
    expect((await stat(join(dataDir, 'demo-account.json'))).mode & 0o077).toBe(0);
  });

  it('says how to get a key when somebody else owns the install', async () => {
    await expect(findKey(undefined, owned, url, dataDir)).rejects.toThrow(/already has an owner[\s\S]*--key/);
  });
});
