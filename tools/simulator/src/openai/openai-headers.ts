import type { Call } from '../http/reply.js';

/** Headers that OpenAI sends with every reply. */
export const openaiHeaders = (call: Call): Record<string, string> => ({
  'openai-version': '2020-10-01',
  'openai-organization': 'org-simulator',
  'openai-processing-ms': String(call.random.int(80, 900)),
  'x-request-id': `req_${call.random.id(32)}`,
  'x-ratelimit-limit-requests': '10000',
  'x-ratelimit-remaining-requests': '9999',
  'x-ratelimit-limit-tokens': '2000000',
  'x-ratelimit-remaining-tokens': '1999000',
});
