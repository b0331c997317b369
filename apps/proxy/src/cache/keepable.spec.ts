import { gzipSync } from 'node:zlib';
import type { CallOutcome } from '../pipeline/call.js';
import { keepableChunks } from './keepable.js';

const outcome = (
  contentType: string,
  body: string | Buffer,
  over: Partial<CallOutcome> = {},
): CallOutcome => ({
  status: 200,
  complete: true,
  contentType,
  contentEncoding: undefined,
  chunks: [Buffer.from(body as string)],
  usage: () => null,
  costNanoUsd: () => null,
  ...over,
});
const events = (...data: object[]) => data.map((entry) => `data: ${JSON.stringify(entry)}\n\n`).join('');
const sse = 'text/event-stream; charset=utf-8';
const chunk = (finish: string | null, content = 'x') => ({
  object: 'chat.completion.chunk',
  choices: [{ delta: { content }, finish_reason: finish }],
});

describe(keepableChunks.name, () => {
  it.each([
    ['a reply', 'application/json', '{"choices":[]}'],
    ['a response, whose error is null', 'application/json', '{"error":null,"output":[]}'],
    ['a chat with its last word', sse, `${events(chunk(null))}data: [DONE]\n\n`],
    ['a chat without it that says why it ended', sse, events(chunk(null), chunk('stop'))],
    ['messages', sse, events({ type: 'message_start' }, { type: 'message_stop' })],
    ['a streamed response', sse, events({ type: 'response.created' }, { type: 'response.completed' })],
    ["Gemini's", sse, events({ candidates: [{ finishReason: 'STOP' }] })],
    ["Bedrock's", 'application/vnd.amazon.eventstream', 'messageStart messageStop'],
    ['a stream of something else', sse, 'data: 1\n\n'],
  ])('keeps %s', (_what, type, body) => {
    expect(keepableChunks(outcome(type, body))).toHaveLength(1);
  });

  it.each([
    ['an error that came with 200', 'application/json', ' {"error": {"message":"x"}}'],
    ["Anthropic's error that came with 200", 'application/json', '{"type":"error","error":{}}'],
    ['a chat that broke off', sse, events(chunk(null))],
    ['a chat that broke off after saying it would not', sse, events(chunk(null, '"finish_reason":"stop"'))],
    ['messages that broke off', sse, events({ type: 'message_start' }, { type: 'message_delta' })],
    ['a streamed response that broke off', sse, events({ type: 'response.created' })],
    [
      'a streamed response that failed',
      sse,
      events({ type: 'response.created' }, { type: 'response.failed' }),
    ],
    ["Gemini's that broke off", sse, events({ candidates: [{ content: {} }] })],
    ["Bedrock's that broke off", 'application/vnd.amazon.eventstream', 'messageStart'],
    ["Bedrock's that failed", 'application/vnd.amazon.eventstream', 'messageStop :exception-type'],
    ['a stream with an error', sse, events({ error: { message: 'x' } })],
  ])('keeps nothing of %s', (_what, type, body) => {
    expect(keepableChunks(outcome(type, body))).toBeUndefined();
  });

  it('looks into what is compressed', () => {
    const contentEncoding = 'gzip';
    const broken = outcome(sse, gzipSync(events(chunk(null))), { contentEncoding });
    expect(keepableChunks(broken)).toBeUndefined();
    expect(keepableChunks(outcome(sse, gzipSync(events(chunk('stop'))), { contentEncoding }))).toHaveLength(
      1,
    );
  });

  it.each([{ status: 500 }, { complete: false }, { chunks: undefined }, { chunks: [] }])(
    'keeps nothing where %j',
    (over) => {
      expect(keepableChunks(outcome('application/json', '{}', over))).toBeUndefined();
    },
  );
});
