import { CodedError } from '@heliostat/platform';
import { z } from 'zod';
import { modelName } from './model-server.js';

const chunkSchema = z.looseObject({
  choices: z.array(z.looseObject({ delta: z.looseObject({ content: z.string().nullish() }).optional() })),
});

export type ChatTarget = { proxyUrl: string; targetUrl: string; apiKey: string };

/**
 * A streamed chat through Heliostat's `/gateway` door; `onText` gets the pieces as they arrive. Resolves to the
 * request's id in Heliostat. Throws `demo/chat` with the reply when it is not a success.
 */
export async function streamChat(
  { proxyUrl, targetUrl, apiKey }: ChatTarget,
  prompt: string,
  onText: (text: string) => void,
): Promise<string> {
  const reply = await fetch(`${proxyUrl}/gateway/v1/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'Helicone-Auth': `Bearer ${apiKey}`,
      'Helicone-Target-Url': targetUrl,
      'Helicone-Property-Feature': 'local-model',
    },
    body: JSON.stringify({
      model: modelName,
      messages: [{ role: 'user', content: prompt }],
      max_tokens: 120,
      stream: true,
      stream_options: { include_usage: true },
    }),
  });
  if (!reply.ok || !reply.body)
    throw new CodedError(
      'demo/chat',
      `The chat was refused (${reply.status}): ${await reply.text()}`,
      reply.status,
    );
  let rest = '';
  for await (const part of reply.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: {')) continue;
      const text = chunkSchema.parse(JSON.parse(line.slice(6))).choices[0]?.delta?.content;
      if (text) onText(text);
    }
  }
  return reply.headers.get('helicone-id') ?? '';
}
