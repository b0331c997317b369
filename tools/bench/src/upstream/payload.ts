/** About 1 KB. */
export const promptText = 'Why do mirrors follow the sun in a tower plant? '.repeat(21).trim();

/** A chat request with a 1 KB prompt. */
export const requestBody = JSON.stringify({
  model: 'gpt-4o-mini',
  messages: [
    { role: 'system', content: 'You answer briefly.' },
    { role: 'user', content: promptText },
  ],
  temperature: 0.2,
});

export const replyText =
  'Each mirror keeps the bisector of sun and tower, so that the light stays on the receiver. '
    .repeat(8)
    .trim();

/** Its fixed reply, about 1.2 KB, usage included. */
export const replyBody = JSON.stringify({
  id: 'chatcmpl-bench000000000000000000000000',
  object: 'chat.completion',
  created: 1_760_000_000,
  model: 'gpt-4o-mini',
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: replyText,
        refusal: null,
      },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: {
    prompt_tokens: 262,
    completion_tokens: 144,
    total_tokens: 406,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  },
});

export const chatPath = '/v1/chat/completions';
