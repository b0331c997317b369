import { replyBody, replyText } from './payload.js';

/** A fixed answer of the features' upstream: the parts of a stream are sent one by one. */
export type FixedReply = { contentType: string; parts: Buffer[] };

const usage = { input_tokens: 262, output_tokens: 144 };
const messageHead = {
  id: 'msg_bench0000000000000000',
  type: 'message',
  role: 'assistant',
  model: 'claude-3-5-haiku-20241022',
  stop_sequence: null,
};
const words = replyText.match(/\S+\s*\S*\s*\S*\s*/g) ?? [];

const json = (value: unknown): FixedReply => ({
  contentType: 'application/json',
  parts: [Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))],
});
const events = (frames: string[]): FixedReply => ({
  contentType: 'text/event-stream',
  parts: frames.map((frame) => Buffer.from(frame)),
});

const chunk = (delta: object, finish: string | null = null) => ({
  id: 'chatcmpl-bench000000000000000000000000',
  object: 'chat.completion.chunk',
  created: 1_760_000_000,
  model: 'deepseek-chat',
  choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
});
const chatFrames = [
  chunk({ role: 'assistant', content: '' }),
  ...words.map((content) => chunk({ content })),
  chunk({}, 'stop'),
  {
    ...chunk({}),
    choices: [],
    usage: { prompt_tokens: 262, completion_tokens: 144, total_tokens: 406 },
  },
];

const messageEvents = [
  {
    type: 'message_start',
    message: { ...messageHead, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  ...words.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
  { type: 'content_block_stop', index: 0 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: 144 },
  },
  { type: 'message_stop' },
];

const chat = json(replyBody);
const chatStream = events([
  ...chatFrames.map((frame) => `data: ${JSON.stringify(frame)}\n\n`),
  'data: [DONE]\n\n',
]);
const message = json({
  ...messageHead,
  content: [{ type: 'text', text: replyText }],
  stop_reason: 'end_turn',
  usage,
});
const messageStream = events(
  messageEvents.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
);

/** Frames of the streams, near enough for all APIs. */
export const streamFrames = chatStream.parts.length;

/** What Anthropic answers at paths that end in `/messages`, and OpenAI at all others. */
export function fixedReply(path: string, stream: boolean): FixedReply {
  if (/\/messages(\?|$)/.test(path)) return stream ? messageStream : message;
  return stream ? chatStream : chat;
}
