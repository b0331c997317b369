import { callSnippet, exampleModel } from '../shared/call-snippet';

export type Snippet = { id: string; label: string; note: string; code: string };

type Input = {
  /** The proxy's public address, without a trailing slash. */
  proxyUrl: string;
  /** The Heliostat key, or a placeholder. */
  apiKey: string;
};

const unifiedNote =
  'One key for every provider. The gateway needs a key of the model’s provider: Settings → Providers.';

/**
 * A first call in each of the usual ways: the unified API first, then providers' own APIs through the proxy, whose keys
 * stay names of environment variables.
 */
export function snippetsFor({ proxyUrl, apiKey }: Input): Snippet[] {
  const base = proxyUrl.replace(/\/+$/, '');
  return [
    {
      id: 'unified-curl',
      label: 'curl',
      note: unifiedNote,
      code: callSnippet({ proxyUrl: base, apiKey }),
    },
    {
      id: 'unified-ts',
      label: 'TypeScript',
      note: unifiedNote,
      code: `import OpenAI from 'openai';

const client = new OpenAI({ apiKey: '${apiKey}', baseURL: '${base}/v1' });

const reply = await client.chat.completions.create({
  model: '${exampleModel}',
  messages: [{ role: 'user', content: 'Say hello to Heliostat.' }],
});
console.log(reply.choices[0].message.content);`,
    },
    {
      id: 'unified-python',
      label: 'Python',
      note: unifiedNote,
      code: `from openai import OpenAI

client = OpenAI(api_key="${apiKey}", base_url="${base}/v1")

reply = client.chat.completions.create(
    model="${exampleModel}",
    messages=[{"role": "user", "content": "Say hello to Heliostat."}],
)
print(reply.choices[0].message.content)`,
    },
    {
      id: 'curl',
      label: 'OpenAI · curl',
      note: 'Runs in any shell with OPENAI_API_KEY set.',
      code: `curl ${base}/oai/v1/chat/completions \\
  -H "Authorization: Bearer $OPENAI_API_KEY" \\
  -H "Helicone-Auth: Bearer ${apiKey}" \\
  -H "Content-Type: application/json" \\
  -d '{
    "model": "gpt-4o-mini",
    "messages": [{ "role": "user", "content": "Say hello to Heliostat." }]
  }'`,
    },
    {
      id: 'openai-ts',
      label: 'OpenAI · TypeScript',
      note: 'npm install openai',
      code: `import OpenAI from 'openai';

const client = new OpenAI({
  apiKey: process.env.OPENAI_API_KEY,
  baseURL: '${base}/oai/v1',
  defaultHeaders: { 'Helicone-Auth': 'Bearer ${apiKey}' },
});

const reply = await client.chat.completions.create({
  model: 'gpt-4o-mini',
  messages: [{ role: 'user', content: 'Say hello to Heliostat.' }],
});
console.log(reply.choices[0].message.content);`,
    },
    {
      id: 'openai-python',
      label: 'OpenAI · Python',
      note: 'pip install openai',
      code: `import os
from openai import OpenAI

client = OpenAI(
    api_key=os.environ["OPENAI_API_KEY"],
    base_url="${base}/oai/v1",
    default_headers={"Helicone-Auth": "Bearer ${apiKey}"},
)

reply = client.chat.completions.create(
    model="gpt-4o-mini",
    messages=[{"role": "user", "content": "Say hello to Heliostat."}],
)
print(reply.choices[0].message.content)`,
    },
    {
      id: 'anthropic-ts',
      label: 'Anthropic · TypeScript',
      note: 'npm install @anthropic-ai/sdk',
      code: `import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({
  apiKey: process.env.ANTHROPIC_API_KEY,
  baseURL: '${base}/anthropic',
  defaultHeaders: { 'Helicone-Auth': 'Bearer ${apiKey}' },
});

const reply = await client.messages.create({
  model: 'claude-3-5-haiku-latest',
  max_tokens: 200,
  messages: [{ role: 'user', content: 'Say hello to Heliostat.' }],
});
console.log(reply.content);`,
    },
    {
      id: 'anthropic-curl',
      label: 'Anthropic · curl',
      note: 'Runs in any shell with ANTHROPIC_API_KEY set.',
      code: `curl ${base}/anthropic/v1/messages \\
  -H "x-api-key: $ANTHROPIC_API_KEY" \\
  -H "anthropic-version: 2023-06-01" \\
  -H "Helicone-Auth: Bearer ${apiKey}" \\
  -H "Content-Type: application/json" \\
  -d '{
    "model": "claude-3-5-haiku-latest",
    "max_tokens": 200,
    "messages": [{ "role": "user", "content": "Say hello to Heliostat." }]
  }'`,
    },
  ];
}
