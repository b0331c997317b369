import { startFakePosthog, type FakePosthog } from '../testing/fake-posthog.js';
import { captureUrl, PosthogClient } from './posthog-client.js';

const event = (uuid = 'u1') => JSON.stringify({ uuid, api_key: 'phc_secret', event: 'helicone_request' });

describe(PosthogClient.name, () => {
  let posthog: FakePosthog;
  const clients: PosthogClient[] = [];

  beforeAll(async () => {
    posthog = await startFakePosthog();
  });
  beforeEach(() => {
    posthog.captures.length = 0;
    posthog.statuses.length = 0;
  });
  afterEach(() => clients.splice(0).forEach((client) => client.close()));
  afterAll(() => posthog.stop());

  const setUp = (options: Partial<ConstructorParameters<typeof PosthogClient>[0]> = {}) => {
    const sut = new PosthogClient({
      mayBePrivate: () => true,
      signal: new AbortController().signal,
      ...options,
    });
    clients.push(sut);
    return (host = posthog.url) => sut.send({ key: 'phc_secret', host }, event());
  };

  it('IN-12: goes to app.posthog.com where no host is named', () => {
    expect(captureUrl({ key: 'phc_a' })?.href).toBe('https://app.posthog.com/capture/');
  });

  it('IN-12: posts the event to /capture/, below the path of the host if it has one', async () => {
    const sut = setUp();
    expect(await sut()).toEqual({ outcome: 'sent' });
    await sut(`${posthog.url}/ingest`);
    expect(posthog.captures.map(({ path }) => path)).toEqual(['POST /capture/', 'POST /ingest/capture/']);
    expect(posthog.captures[0]).toMatchObject({
      headers: { 'content-type': 'application/json' },
      body: { uuid: 'u1' },
    });
  });

  it.each([408, 429, 500, 503])('IN-12: may be tried again after %d', async (status) => {
    posthog.statuses.push(status);
    expect(await setUp()()).toEqual({ outcome: 'failed', reason: `status ${status}` });
  });

  it.each([400, 401, 404, 413])('IN-12: is refused for good by %d', async (status) => {
    posthog.statuses.push(status);
    expect(await setUp()()).toEqual({ outcome: 'refused', reason: `status ${status}` });
  });

  it('IN-12: follows no redirect', async () => {
    posthog.statuses.push(302);
    expect(await setUp()()).toEqual({ outcome: 'refused', reason: 'status 302' });
    expect(posthog.captures).toHaveLength(1);
  });

  it.each([
    ['a private address', (url: string) => url],
    ['a name that resolves to one', (url: string) => url.replace('127.0.0.1', 'localhost')],
  ])('IN-12: sends nothing to %s where the installation allows none', async (_what, host) => {
    const sut = setUp({ mayBePrivate: () => false });
    expect(await sut(host(posthog.url))).toEqual({
      outcome: 'refused',
      reason: expect.stringMatching(/private or local address.*ALLOW_PRIVATE_TARGETS/),
    });
    expect(posthog.captures).toEqual([]);
  });

  it('IN-12: gives up on a PostHog that does not answer in time, and may try again', async () => {
    // One of its own: what it was sent may reach it after the end of this test.
    const silent = await startFakePosthog();
    silent.statuses.push(0);
    const delivery = await setUp({ timeoutMs: 50 })(silent.url);
    await silent.stop();
    expect(delivery).toEqual({ outcome: 'failed', reason: 'no reply within 50 ms' });
  });

  it('IN-12: ends what is under way when the worker stops', async () => {
    const stopping = new AbortController();
    posthog.statuses.push(0);
    const sent = setUp({ signal: stopping.signal })();
    while (posthog.captures.length === 0) await new Promise(setImmediate);
    stopping.abort(new Error('the worker is stopping'));
    expect(await sent).toEqual({ outcome: 'failed', reason: 'the worker is stopping' });
  });

  it('IN-12: names no key where nothing listens or the host is none', async () => {
    const sut = setUp();
    const away = await sut('http://127.0.0.1:1');
    expect(away).toEqual({ outcome: 'failed', reason: expect.stringMatching(/ECONNREFUSED/) });
    expect(await sut('no address')).toMatchObject({ outcome: 'refused' });
    expect(JSON.stringify(away)).not.toContain('phc_secret');
  });
});
