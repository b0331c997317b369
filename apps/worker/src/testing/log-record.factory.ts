import type { LogRecord, LogRecordMeta } from '@heliostat/contracts';

export const organizationId = '0190a0b0-0000-7000-8000-000000000001';

/** A logged OpenAI chat call with usage 10 in, 8 out; override what a test is about. */
export function logRecordFactory(
  overrides: Partial<LogRecordMeta> & { request?: unknown; response?: unknown } = {},
): LogRecord {
  const { request, response, ...meta } = overrides;
  const bytes = (body: unknown) => Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const requestBody = bytes(
    request ?? { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello!' }] },
  );
  const responseBody = bytes(
    response ?? {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      model: 'gpt-4o-mini-2024-07-18',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hi there.' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 10, completion_tokens: 8, total_tokens: 18 },
    },
  );
  return {
    meta: {
      v: 1,
      id: '0190a0b0-0000-7000-8000-00000000beef',
      org: organizationId,
      keyId: null,
      createdAt: Date.UTC(2026, 0, 31, 12),
      latencyMs: 250,
      ttftMs: null,
      status: 200,
      method: 'POST',
      path: '/v1/chat/completions',
      targetUrl: 'https://api.openai.com/v1/chat/completions',
      provider: 'openai',
      reqType: 'application/json',
      resType: 'application/json',
      reqBytes: requestBody.length,
      resBytes: responseBody.length,
      ...meta,
    },
    request: requestBody,
    response: responseBody,
  };
}
