import type { ServerResponse } from 'node:http';
import {
  startTestProxy,
  startUpstream,
  testKey,
  type TestProxy,
  type TestUpstream,
} from '../testing/proxy.fixture.js';
import { until } from '../testing/raw-client.js';
import { increased } from './origin-pools.js';

describe('Helicone-Increase-Timeout', () => {
  let upstream: TestUpstream;
  let sut: TestProxy;
  const waiting: ServerResponse[] = [];

  beforeEach(async () => {
    waiting.length = 0;
    upstream = await startUpstream((request, response) => {
      if (request.headers['x-patient'] === 'true') waiting.push(response);
    });
    sut = await startTestProxy(upstream.url, { settings: { PROXY_FIRST_BYTE_TIMEOUT_MS: '100' } });
  });
  afterEach(async () => {
    await sut.stop();
    await upstream.stop();
  });

  const get = (headers: Record<string, string> = {}) =>
    fetch(`${sut.url}/oai/v1/models`, { headers: { 'helicone-auth': `Bearer ${testKey}`, ...headers } });

  it.each([
    ['the short way', {}],
    ['the long way', { 'helicone-retry-enabled': 'true', 'helicone-retry-num': '0' }],
  ])('waits for a provider where another call has given up: %s', async (_way, headers) => {
    const patient = get({ 'helicone-increase-timeout': 'true', 'x-patient': 'true', ...headers });
    await until(() => waiting.length === 1);
    expect((await get()).status).toBe(504);
    waiting[0]!.end('late');
    const response = await patient;
    expect([response.status, await response.text()]).toEqual([200, 'late']);
    expect(waiting[0]!.req.headers).not.toHaveProperty('helicone-increase-timeout');
  });
});

describe(increased.name, () => {
  const half = 30 * 60 * 1000;
  it('gives half an hour, and keeps what is longer', () => {
    const settings = { connectTimeoutMs: 1, firstByteTimeoutMs: 2, idleTimeoutMs: half + 1 };
    expect(increased(settings)).toEqual({
      connectTimeoutMs: 1,
      firstByteTimeoutMs: half,
      idleTimeoutMs: half + 1,
    });
  });
});
