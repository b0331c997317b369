import { chatPath, promptText, requestBody } from '../upstream/payload.js';
import type { FeatureCase, FeatureContext, Side } from './feature-case.js';

const system = 'You answer briefly.';
const streamsPerSecond = 100;
const anthropicModel = 'claude-3-5-haiku/anthropic';
const chatOnlyModel = 'deepseek-chat/deepseek';

/** What a saved prompt is created with; `input` is the whole question. */
export const savedPrompt = {
  model: 'gpt-4o-mini/openai',
  messages: [
    { role: 'system', content: system },
    { role: 'user', content: '{{hc:question:string}}' },
  ],
  temperature: 0.2,
};

const chat = (model: string, more: object = {}): string =>
  JSON.stringify({ ...(JSON.parse(requestBody) as object), model, ...more });
const messages = (model: string, more: object = {}): string =>
  JSON.stringify({
    model,
    system,
    max_tokens: 1000,
    messages: [{ role: 'user', content: promptText }],
    temperature: 0.2,
    ...more,
  });

/** The unified API: routing, prompts and translations, each against the same call without it. */
export function gatewayCases({ proxy, key, promptId }: FeatureContext): FeatureCase[] {
  const unified = (path: string, body: string): Side => ({
    url: proxy + path,
    headers: { authorization: `Bearer ${key}` },
    body,
  });
  const streamed = { stream: true };
  const plain = unified(chatPath, chat('gpt-4o-mini/openai'));
  return [
    {
      name: 'unified API, chat to chat, against the door',
      off: {
        url: `${proxy}/oai${chatPath}`,
        headers: { authorization: 'Bearer sk-bench', 'helicone-auth': `Bearer ${key}` },
        body: requestBody,
      },
      on: plain,
    },
    {
      name: 'prompt assembly, one variable',
      off: plain,
      on: unified(chatPath, JSON.stringify({ prompt_id: promptId, inputs: { question: promptText } })),
    },
    {
      name: 'chat to Anthropic, against messages to Anthropic',
      off: unified('/v1/messages', messages(anthropicModel)),
      on: unified(chatPath, chat(anthropicModel, { max_tokens: 1000 })),
    },
    {
      name: 'chat to Anthropic, stream',
      perSecond: streamsPerSecond,
      stream: true,
      off: unified('/v1/messages', messages(anthropicModel, streamed)),
      on: unified(chatPath, chat(anthropicModel, { max_tokens: 1000, ...streamed })),
    },
    {
      name: 'responses to chat, against chat to chat',
      off: unified(chatPath, chat(chatOnlyModel)),
      on: unified(
        '/v1/responses',
        JSON.stringify({
          model: chatOnlyModel,
          instructions: system,
          input: [{ role: 'user', content: promptText }],
          temperature: 0.2,
        }),
      ),
    },
  ];
}

/** Streams and sockets of a provider's door. */
export function streamCases({ proxy, key, upstream }: FeatureContext): FeatureCase[] {
  const headers = { authorization: 'Bearer sk-bench', 'helicone-auth': `Bearer ${key}` };
  const stream = {
    url: `${proxy}/deepseek${chatPath}`,
    headers,
    body: chat('deepseek-chat', { stream: true, stream_options: { include_usage: true } }),
  };
  const socket = (origin: string, prefix: string, body: string): Side => ({
    url: `${origin.replace(/^http/, 'ws')}${prefix}/v1/realtime?model=gpt-realtime`,
    headers,
    body,
  });
  const realtime = (name: string, event: object): FeatureCase => ({
    name,
    off: socket(upstream, '', JSON.stringify(event)),
    on: socket(proxy, '/deepseek', JSON.stringify(event)),
  });
  return [
    {
      name: 'stream, forced format',
      perSecond: streamsPerSecond,
      stream: true,
      off: stream,
      on: { ...stream, headers: { ...headers, 'helicone-stream-force-format': 'true' } },
    },
    realtime('realtime, an event there and back, against directly', {
      type: 'response.output_text.delta',
      response_id: 'resp_bench',
      delta: promptText.slice(0, 200),
    }),
    realtime('realtime, an event that ends a reply and is logged', {
      type: 'response.done',
      response: {
        id: 'resp_bench',
        object: 'realtime.response',
        status: 'completed',
        output: [
          { type: 'message', role: 'assistant', content: [{ type: 'text', text: promptText.slice(0, 200) }] },
        ],
        usage: { total_tokens: 60, input_tokens: 20, output_tokens: 40 },
      },
    }),
  ];
}
