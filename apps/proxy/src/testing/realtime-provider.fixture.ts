import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { lasting } from './proxy.fixture.js';

const usage = {
  total_tokens: 30,
  input_tokens: 20,
  output_tokens: 10,
  input_token_details: { text_tokens: 8, audio_tokens: 12, cached_tokens: 4 },
  output_token_details: { text_tokens: 4, audio_tokens: 6 },
};

const created = JSON.stringify({ type: 'response.created', response: { id: 'r' } });
const cancelled = JSON.stringify({
  type: 'response.done',
  response: { id: 'r', object: 'realtime.response', status: 'cancelled', output: [] },
});
const busy = JSON.stringify({
  type: 'error',
  error: { type: 'invalid_request_error', code: 'conversation_already_has_active_response', message: 'Busy' },
});

type Echo = { echo: object };

export type RealtimeProvider = Awaited<ReturnType<typeof startRealtimeProvider>>;

/**
 * A provider's realtime API: echoes (the `echo` of an event as an event of its own), answers `response.create` with a
 * small reply (`never`: with its beginning alone), and begins one by itself when it hears `input_audio_buffer.commit`, as
 * when somebody stops speaking.
 */
export async function startRealtimeProvider() {
  const server = createServer(lasting, (_request, response) => response.end());
  const sockets = new WebSocketServer({ noServer: true });
  const seen: { url: string; headers: NodeJS.Dict<string | string[]>; messages: string[] } = {
    url: '',
    headers: {},
    messages: [],
  };
  server.on('upgrade', (request, socket, head) => {
    seen.url = request.url!;
    seen.headers = request.headers;
    if (request.headers.authorization === 'Bearer wrong') {
      const body = '{"error":{"message":"Incorrect API key"}}';
      return void socket.end(
        `HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.send(JSON.stringify({ type: 'session.created' }));
      client.on('message', (data, binary) => {
        const text = (data as Buffer).toString();
        seen.messages.push(text);
        if (binary) return client.send(data, { binary: true });
        if (text.includes('"echo"')) return client.send(JSON.stringify((JSON.parse(text) as Echo).echo));
        if (text.includes('leave')) return client.close(4001, 'bye');
        if (text.includes('busy')) return client.send(busy);
        if (text.includes('response.cancel')) return client.send(cancelled);
        if (text.includes('input_audio_buffer.commit')) return client.send(created);
        if (!text.includes('response.create')) return;
        client.send(created);
        client.send(JSON.stringify({ type: 'response.output_text.delta', delta: 'Hi' }));
        if (text.includes('never')) return;
        const response = { id: 'r', object: 'realtime.response', status: 'completed', output: [], usage };
        client.send(JSON.stringify({ type: 'response.done', response }));
        client.send(JSON.stringify({ type: 'rate_limits.updated' }));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    clients: sockets.clients,
    stop: () => {
      for (const client of sockets.clients) client.terminate();
      server.close();
    },
  };
}
