import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CodedError } from '@heliostat/platform';

export type SmokeReply = { text: string; promptTokens: number; completionTokens: number };

export type SmokeProvider = {
  port: number;
  /** The headers of the calls that arrived. */
  calls: IncomingHttpHeaders[];
  close(): void;
};

/** A provider of one answer, shaped as OpenAI's, on every address of this machine. */
export async function startSmokeProvider(port: number, reply: SmokeReply): Promise<SmokeProvider> {
  const calls: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    calls.push(request.headers);
    request.resume().on('end', () => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(completion(reply)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new CodedError(
          'smoke/port',
          `The provider of the smoke test cannot listen on port ${port} (${error.message}): set SMOKE_PORT.`,
        ),
      ),
    );
    server.listen(port, '0.0.0.0', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    calls,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const completion = ({ text, promptTokens, completionTokens }: SmokeReply) => ({
  id: 'chatcmpl-smoke',
  object: 'chat.completion',
  created: Math.floor(Date.now() / 1000),
  model: 'heliostat-smoke',
  choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
  usage: {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  },
});
