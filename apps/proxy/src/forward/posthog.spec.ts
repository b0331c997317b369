import {
  startTestProxy,
  startUpstream,
  testKey,
  type TestProxy,
  type TestUpstream,
} from '../testing/proxy.fixture.js';

describe('calls that PostHog hears of', () => {
  let upstream: TestUpstream;
  let sut: TestProxy;

  beforeAll(async () => {
    upstream = await startUpstream((request, response) => {
      request.resume();
      response.end('{}');
    });
    sut = await startTestProxy(upstream.url);
  });
  beforeEach(() => void (upstream.requests.length = 0));
  afterAll(async () => {
    await sut.stop();
    await upstream.stop();
  });

  const call = (headers: Record<string, string>) =>
    fetch(`${sut.url}/oai/v1/chat/completions`, {
      method: 'POST',
      headers: { 'helicone-auth': `Bearer ${testKey}`, ...headers },
      body: '{"model":"gpt-4o"}',
    });

  it('IN-12: keep the project in their record, and the provider sees nothing of it', async () => {
    await call({ 'helicone-posthog-key': 'phc_a"b', 'helicone-posthog-host': 'https://ph.example/' });
    const { meta } = sut.records().at(-1)!;
    expect(meta.posthog).toEqual({ key: 'phc_a"b', host: 'https://ph.example' });
    expect(meta.properties).toBeUndefined();
    expect(upstream.requests[0]!.rawHeaders.join(' ')).not.toMatch(/posthog|phc_/i);
  });

  it('IN-12: need no host, and a host alone asks for nothing', async () => {
    await call({ 'helicone-posthog-key': 'phc_a' });
    expect(sut.records().at(-1)!.meta.posthog).toEqual({ key: 'phc_a' });
    await call({ 'helicone-posthog-host': 'https://ph.example' });
    expect(sut.records().at(-1)!.meta.posthog).toBeUndefined();
  });

  it('IN-12: are refused with the fault where the host is no address', async () => {
    const response = await call({ 'helicone-posthog-key': 'phc_a', 'helicone-posthog-host': 'ftp://x' });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/Helicone-Posthog-Host must be .*such as https/i);
    expect(upstream.requests).toEqual([]);
  });
});
