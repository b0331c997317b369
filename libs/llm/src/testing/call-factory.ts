import type { CallInput } from '../call/call-reading.js';

const bytes = (body: unknown): Uint8Array =>
  body instanceof Uint8Array
    ? body
    : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8');

/** A call for tests: bodies as objects (JSON), text, or bytes. */
export function makeCall(
  parts: Omit<Partial<CallInput>, 'request' | 'response'> & { request?: unknown; response?: unknown } = {},
): CallInput {
  const { request, response, ...rest } = parts;
  return {
    provider: 'openai',
    path: '/v1/chat/completions',
    reqType: 'application/json',
    resType: 'application/json',
    status: 200,
    ...rest,
    request: bytes(request ?? { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] }),
    response: bytes(response ?? ''),
  };
}

/** The text of a stream of `data:` events, ended as OpenAI ends them unless told otherwise. */
export function sse(events: unknown[], end = 'data: [DONE]\n\n'): string {
  return events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('') + end;
}

/** The text of a stream of named events, as Anthropic sends them. */
export function namedSse(events: { type: string }[]): string {
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}
