import { z } from 'zod';
import { compose, type Composition } from '../compose/compose.js';
import type { Prompt } from '../compose/prompt.js';
import { jsonReply, streamReply, type Call, type Reply } from '../http/reply.js';
import { countTokens } from '../text/tokens.js';
import { googleError } from './google-errors.js';

const part = z.looseObject({ text: z.string().optional() });
const content = z.looseObject({ role: z.string().optional(), parts: z.array(part).default([]) });

/** What the simulator reads of a GenerateContent request (proto JSON takes camel and snake case). */
const generateSchema = z.looseObject({
  contents: z.union([z.array(content), content.transform((c) => [c])]),
  systemInstruction: content.optional(),
  system_instruction: content.optional(),
  tools: z
    .array(
      z.looseObject({
        functionDeclarations: z
          .array(
            z.looseObject({
              name: z.string(),
              parameters: z.unknown().optional(),
              parametersJsonSchema: z.unknown().optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
  toolConfig: z
    .looseObject({
      functionCallingConfig: z
        .looseObject({ mode: z.string().optional(), allowedFunctionNames: z.array(z.string()).optional() })
        .optional(),
    })
    .optional(),
  generationConfig: z
    .looseObject({
      maxOutputTokens: z.number().int().optional(),
      responseMimeType: z.string().optional(),
      responseSchema: z.unknown().optional(),
      responseJsonSchema: z.unknown().optional(),
      thinkingConfig: z
        .looseObject({ includeThoughts: z.boolean().optional(), thinkingBudget: z.number().optional() })
        .optional(),
    })
    .optional(),
});
type GenerateRequest = z.infer<typeof generateSchema>;

const finishReasons = { stop: 'STOP', length: 'MAX_TOKENS', tool: 'STOP' } as const;
const wordsAFrame = 8;
const headers = { 'x-content-type-options': 'nosniff', 'server-timing': 'gfet4t7; dur=412' };

/** `…/models/{model}:generateContent` and `:streamGenerateContent`, the latter as SSE or as a JSON array. */
export function generate(call: Call, match: RegExpExecArray): Reply {
  const [, model = '', method] = match;
  if (/^(unknown|no-such)/i.test(model))
    return googleError(
      404,
      `models/${model} is not found for API version v1beta, or is not supported for ${method}.`,
    );
  const parsed = generateSchema.safeParse(call.body);
  if (!parsed.success || parsed.data.contents.length === 0)
    return googleError(400, '* GenerateContentRequest.contents: contents is not specified\n');
  const request = parsed.data;
  const answer = compose(generatePrompt(model, request), call.behaviour, call.random);
  const thoughts = request.generationConfig?.thinkingConfig?.includeThoughts === true;
  const shell = { modelVersion: model, responseId: call.random.id(22) };
  const whole = (parts: object[], last: boolean, share = 1) => ({
    candidates: [
      {
        content: { parts, role: 'model' },
        ...(last && { finishReason: finishReasons[answer.finish] }),
        index: 0,
      },
    ],
    ...(call.behaviour.usage === 'normal' && { usageMetadata: usageMetadata(answer, share) }),
    ...shell,
  });
  const opening = thoughts && answer.reasoningText ? [{ text: answer.reasoningText, thought: true }] : [];
  const calls = answer.toolCalls.map((t) => ({ functionCall: { name: t.name, args: t.arguments } }));
  if (method === 'generateContent')
    return jsonReply(
      200,
      whole([...opening, ...(calls.length > 0 ? calls : [{ text: answer.text }])], true),
      headers,
    );

  const steps: object[][] = opening.map((p) => [p]);
  for (let i = 0; i < answer.pieces.length; i += wordsAFrame)
    steps.push([{ text: answer.pieces.slice(i, i + wordsAFrame).join('') }]);
  if (calls.length > 0) steps.push(calls);
  const frames = steps.map((parts, at) =>
    JSON.stringify(whole(parts, at === steps.length - 1, (at + 1) / steps.length)),
  );
  if (call.query.get('alt') === 'sse')
    return streamReply(
      frames.map((f) => `data: ${f}\r\n\r\n`),
      headers,
    );
  const array = frames.map(
    (f, at) => `${at === 0 ? '[' : ',\r\n'}${f}${at === frames.length - 1 ? '\n]' : ''}`,
  );
  return streamReply(array, { ...headers, 'content-type': 'application/json; charset=UTF-8' });
}

/** Thoughts are counted beside candidates, not in them. Every frame of a stream states the count so far. */
function usageMetadata({ usage }: Composition, share: number) {
  const candidates = Math.max(1, Math.round((usage.output - usage.reasoning) * share));
  return {
    promptTokenCount: usage.input,
    ...(usage.cached > 0 && { cachedContentTokenCount: usage.cached }),
    candidatesTokenCount: candidates,
    ...(usage.reasoning > 0 && { thoughtsTokenCount: usage.reasoning }),
    totalTokenCount: usage.input + candidates + usage.reasoning,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: usage.input }],
  };
}

function generatePrompt(model: string, request: GenerateRequest): Prompt {
  const { contents, generationConfig: config } = request;
  const textOf = (c: { parts: { text?: string }[] } | undefined) =>
    (c?.parts ?? []).map((p) => p.text ?? '').join(' ');
  const last = contents[contents.length - 1];
  const functions = (request.tools ?? []).flatMap((t) => t.functionDeclarations ?? []);
  const calling = request.toolConfig?.functionCallingConfig;
  const allowed = calling?.allowedFunctionNames?.[0];
  const system = request.systemInstruction ?? request.system_instruction;
  const json = config?.responseMimeType === 'application/json';
  const thinks =
    /gemini-(2\.5|3)/.test(model) && !/lite/.test(model) && config?.thinkingConfig?.thinkingBudget !== 0;
  return {
    model,
    text: [textOf(system), ...contents.map(textOf), functions.length ? JSON.stringify(functions) : ''].join(
      '\n',
    ),
    lastUserText: textOf(contents.findLast((c) => c.role !== 'model' && textOf(c) !== '')),
    images: contents
      .flatMap((c) => c.parts)
      .filter((p) => 'inlineData' in p || 'inline_data' in p || 'fileData' in p).length,
    tools: functions.map((f) => ({ name: f.name, parameters: f.parametersJsonSchema ?? f.parameters })),
    toolChoice:
      calling?.mode === 'NONE'
        ? 'none'
        : calling?.mode === 'ANY'
          ? allowed
            ? { name: allowed }
            : 'required'
          : 'auto',
    answersTool: last?.parts.some((p) => 'functionResponse' in p) ?? false,
    schema: json ? (config?.responseJsonSchema ?? config?.responseSchema ?? true) : undefined,
    maxTokens: config?.maxOutputTokens ?? null,
    reasoning: thinks ? 'low' : 'none',
  };
}

/** `…/models/{model}:countTokens`. */
export function countGoogleTokens(call: Call): Reply {
  const totalTokens = countTokens(JSON.stringify(call.body ?? ''));
  return jsonReply(200, {
    totalTokens,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: totalTokens }],
  });
}
