import { z } from 'zod';
import type { CallResult } from './call.js';
import type { DemoModel } from './models.js';

const toolCall = z.looseObject({
  id: z.string(),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
});
const openaiReply = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        message: z
          .looseObject({ content: z.string().nullish(), tool_calls: z.array(toolCall).optional() })
          .optional(),
        delta: z.looseObject({ content: z.string().nullish() }).optional(),
      }),
    )
    .optional(),
});
const anthropicReply = z.looseObject({
  content: z.array(z.looseObject({ text: z.string().optional() })).optional(),
  delta: z.looseObject({ text: z.string().optional() }).optional(),
});
const geminiReply = z.looseObject({
  candidates: z
    .array(
      z.looseObject({
        content: z.looseObject({ parts: z.array(z.looseObject({ text: z.string().optional() })) }),
      }),
    )
    .optional(),
});

/** Text and tool call of a JSON reply or of a stream's frames. */
export function readReply(status: number, body: string, wire: DemoModel['wire']): CallResult {
  const result: CallResult = { status, text: '', toolCall: null };
  if (status !== 200) return result;
  const parts = body.startsWith('{')
    ? [body]
    : body.split('\n').flatMap((line) => (line.startsWith('data: {') ? [line.slice(6)] : []));
  for (const part of parts) {
    const json: unknown = JSON.parse(part);
    if (wire === 'anthropic') {
      const { content, delta } = anthropicReply.parse(json);
      result.text += (content ?? []).map((c) => c.text ?? '').join('') + (delta?.text ?? '');
    } else if (wire === 'gemini') {
      const { candidates } = geminiReply.parse(json);
      result.text += (candidates?.[0]?.content.parts ?? []).map((p) => p.text ?? '').join('');
    } else {
      const choice = openaiReply.parse(json).choices?.[0];
      result.text += choice?.message?.content ?? choice?.delta?.content ?? '';
      const tool = choice?.message?.tool_calls?.[0];
      if (tool) result.toolCall = { id: tool.id, ...tool.function };
    }
  }
  return result;
}
