import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { streamChat } from './stream-chat.js';

let server: Server;
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function proxyThatSends(status: number, parts: string[]): Promise<string> {
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(status, { 'helicone-id': 'id-1' });
      let at = 0;
      const next = () =>
        at < parts.length ? response.write(parts[at++], () => setTimeout(next, 5)) : response.end();
      next();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const frame = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;

describe(streamChat.name, () => {
  it('hands over the text of frames that network packets cut anywhere', async () => {
    const all = `${frame('A mirror ')}${frame('follows the sün.')}data: [DONE]\n\n`;
    const proxyUrl = await proxyThatSends(200, [all.slice(0, 20), all.slice(20, 70), all.slice(70)]);
    let text = '';
    const id = await streamChat(
      { proxyUrl, targetUrl: 'http://127.0.0.1:1', apiKey: 'k' },
      'Hi',
      (t) => (text += t),
    );
    expect({ id, text }).toEqual({ id: 'id-1', text: 'A mirror follows the sün.' });
  });

  it('says what the proxy answered when it refuses', async () => {
    const proxyUrl = await proxyThatSends(401, ['no such key']);
    const call = streamChat(
      { proxyUrl, targetUrl: 'http://127.0.0.1:1', apiKey: 'k' },
      'Hi',
      () => undefined,
    );
    await expect(call).rejects.toThrow(/401.*no such key/);
  });
});
