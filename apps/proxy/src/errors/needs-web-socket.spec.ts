import { startTestProxy, testKey, type TestProxy } from '../testing/proxy.fixture.js';

describe('a plain request for a realtime session', () => {
  let sut: TestProxy;
  beforeAll(async () => void (sut = await startTestProxy('http://127.0.0.1:9')));
  afterAll(() => sut.stop());

  it.each(['/v1/realtime', '/ai/v1/realtime?model=gpt-realtime', '/realtime/'])(
    'hears at %s that it needs a WebSocket',
    async (path) => {
      const response = await fetch(sut.url + path, { headers: { authorization: `Bearer ${testKey}` } });
      expect([response.status, response.headers.get('upgrade')]).toEqual([426, 'websocket']);
      const { error } = (await response.json()) as { error: { message: string; type: string } };
      expect(error.message).toContain('WebSocket');
      expect(error.type).toBe('invalid_request_error');
    },
  );

  it('leaves other paths that begin so to the list of doors', async () => {
    const response = await fetch(`${sut.url}/v1/realtimes`);
    expect(response.status).toBe(404);
  });
});
