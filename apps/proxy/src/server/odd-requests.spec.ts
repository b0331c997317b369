import {
  startTestProxy,
  startUpstream,
  testKey,
  type TestProxy,
  type TestUpstream,
} from '../testing/proxy.fixture.js';
import { sendText } from '../testing/raw-client.js';

const auth = `helicone-auth: Bearer ${testKey}\r\nconnection: close\r\n`;

describe('requests in forms that few clients use', () => {
  let upstream: TestUpstream;
  let sut: TestProxy;

  beforeAll(async () => {
    upstream = await startUpstream((request, response) => {
      response.setHeader('x-url', request.url ?? '');
      response.setHeader('x-names', Object.keys(request.headers).join());
      request.pipe(response);
    });
    sut = await startTestProxy(upstream.url);
  });
  afterAll(async () => {
    await sut.stop();
    await upstream.stop();
  });

  it('serves a client that offers HTTP/2 by h2c, as Java does on every first request', async () => {
    const reply = await sendText(
      sut.port,
      'POST /oai/v1/x HTTP/1.1\r\nhost: x\r\nconnection: Upgrade, HTTP2-Settings, close\r\nupgrade: h2c\r\n' +
        `http2-settings: AAEAAEAA\r\nhelicone-auth: Bearer ${testKey}\r\ncontent-length: 5\r\n\r\nhello`,
    );
    expect(reply).toMatch(/^HTTP\/1\.1 200 [\s\S]*hello/);
    expect(reply).not.toMatch(/x-names: .*(upgrade|http2-settings)/);
  });

  it.each(['http://gateway.example:8787/oai/v1/x?a=1', 'HTTPS://gateway.example/oai/v1/x?a=1'])(
    'takes the absolute form %s',
    async (url) => {
      const reply = await sendText(sut.port, `GET ${url} HTTP/1.1\r\nhost: x\r\n${auth}\r\n`);
      expect(reply).toMatch(/^HTTP\/1\.1 200 [\s\S]*x-url: \/v1\/x\?a=1\r\n/);
    },
  );

  it('finds an original host name in the absolute form', async () => {
    const reply = await sendText(
      sut.port,
      `GET http://oai.helicone.ai/v1/y HTTP/1.1\r\nhost: oai.helicone.ai\r\n${auth}\r\n`,
    );
    expect(reply).toMatch(/^HTTP\/1\.1 200 [\s\S]*x-url: \/v1\/y\r\n/);
  });

  it('says what is missing to HTTP/1.1 without a Host', async () => {
    const reply = await sendText(sut.port, `GET /oai/v1/x HTTP/1.1\r\n${auth}\r\n`);
    expect(reply).toMatch(/^HTTP\/1\.1 400 [\s\S]*Host/);
  });
});
