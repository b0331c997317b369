import {
  readBody,
  startTestProxy,
  startUpstream,
  testKey,
  testOrg,
  type TestProxy,
  type TestUpstream,
} from '../testing/proxy.fixture.js';

describe('the raw doors', () => {
  let upstream: TestUpstream;
  let sut: TestProxy;

  beforeAll(async () => {
    upstream = await startUpstream((request, response) => {
      void readBody(request).then((body) => {
        response.writeHead(200, { 'content-type': 'application/json', 'x-provider': 'yes' });
        response.end(JSON.stringify({ path: request.url, body: body.toString() }));
      });
    });
    sut = await startTestProxy(upstream.url);
  });
  afterAll(async () => {
    await sut.stop();
    await upstream.stop();
  });

  it('forwards an OpenAI request, authenticates it and writes it to the spool (GW-16)', async () => {
    const response = await fetch(`${sut.url}/oai/v1/chat/completions?x=1`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer provider-key',
        'helicone-auth': `Bearer ${testKey}`,
        'content-type': 'application/json',
        'helicone-property-App-Version': '1.2',
      },
      body: '{"model":"gpt-4o"}',
    });
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('x-provider')).toBe('yes');
    expect(JSON.parse(text)).toEqual({ path: '/v1/chat/completions?x=1', body: '{"model":"gpt-4o"}' });
    const [record] = sut.records();
    expect(record?.meta).toMatchObject({
      id: response.headers.get('helicone-id'),
      org: testOrg,
      keyId: 'key-1',
      status: 200,
      method: 'POST',
      path: '/v1/chat/completions?x=1',
      targetUrl: `${upstream.url}/v1/chat/completions?x=1`,
      provider: 'openai',
      reqType: 'application/json',
      resType: 'application/json',
      properties: { 'App-Version': '1.2' },
      ttftMs: null,
    });
    expect(record?.request.toString()).toBe('{"model":"gpt-4o"}');
    expect(record?.response.toString()).toBe(text);
  });
});
