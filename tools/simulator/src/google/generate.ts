import { z } from 'zod';
import { compose, type Composition } from '../compose/compose.js';
import type { Prompt } from '../compose/prompt.js';
import { jsonReply, streamReply, type Call, type Reply } from '../http/reply.js';
import { samplePng } from '../text/sample-png.js';
import { countTokens } from '../text/tokens.js';
import { generateFault, isThird } from './generate-faults.js';
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
        .looseObject({
          includeThoughts: z.boolean().optional(),
          thinkingBudget: z.number().optional(),
          thinkingLevel: z.string().optional(),
        })
        .optional(),
      responseModalities: z.array(z.enum(['TEXT', 'IMAGE', 'AUDIO'])).optional(),
      imageConfig: z
        .looseObject({
          aspectRatio: z
            .string()
            .regex(/^\d{1,2}:\d{1,2}$/)
            .optional(),
          imageSize: z.enum(['1K', '2K', '4K']).optional(),
        })
        .optional(),
    })
    .optional(),
});
type GenerateRequest = z.infer<typeof generateSchema>;

const finishReasons = { stop: 'STOP', length: 'MAX_TOKENS', tool: 'STOP' } as const;
const wordsAFrame = 8;
/** Tokens of a picture, by its size. */
const pictureTokens = { '1K': 1120, '2K': 1120, '4K': 2000 } as const;
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
  const fault = faultOf(model, request);
  if (fault !== undefined) return googleError(400, fault);
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
    ...(call.behaviour.usage === 'normal' && { usageMetadata: usageMetadata(answer, share, picture) }),
    ...shell,
  });
  const draws = request.generationConfig?.responseModalities?.includes('IMAGE') === true;
  const picture = draws ? pictureTokens[request.generationConfig?.imageConfig?.imageSize ?? '1K'] : 0;
  const image = () => ({
    inlineData: { mimeType: 'image/png', data: samplePng(call.random).toString('base64') },
  });
  const opening = thoughts && answer.reasoningText ? [{ text: answer.reasoningText, thought: true }] : [];
  // What a model that thinks has thought is vouched for by its first call; the third line signs its texts too.
  const signs = answer.reasoningText !== '';
  const calls = answer.toolCalls.map((tool, at) => ({
    functionCall: {
      ...(isThird(model) && { id: call.random.id(8) }),
      name: tool.name,
      args: tool.arguments,
    },
    ...(signs && at === 0 && { thoughtSignature: `Eq${call.random.id(58)}` }),
  }));
  const said = isThird(model) && signs ? { thoughtSignature: `Eq${call.random.id(58)}` } : {};
  if (method === 'generateContent')
    return jsonReply(
      200,
      whole(
        [
          ...opening,
          ...(calls.length > 0 ? calls : [{ text: answer.text, ...said }]),
          ...(draws ? [image()] : []),
        ],
        true,
      ),
      headers,
    );

  const steps: object[][] = opening.map((p) => [p]);
  for (let i = 0; i < answer.pieces.length; i += wordsAFrame)
    steps.push([{ text: answer.pieces.slice(i, i + wordsAFrame).join('') }]);
  if (calls.length > 0) steps.push(calls);
  else if (Object.keys(said).length > 0) steps.push([{ text: '', ...said }]);
  if (draws) steps.push([image()]);
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
function usageMetadata({ usage }: Composition, share: number, picture: number) {
  const drawn = share === 1 ? picture : 0;
  const candidates = Math.max(1, Math.round((usage.output - usage.reasoning) * share)) + drawn;
  return {
    promptTokenCount: usage.input,
    ...(usage.cached > 0 && { cachedContentTokenCount: usage.cached }),
    candidatesTokenCount: candidates,
    ...(usage.reasoning > 0 && { thoughtsTokenCount: usage.reasoning }),
    totalTokenCount: usage.input + candidates + usage.reasoning,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: usage.input }],
    ...(drawn > 0 && { candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: drawn }] }),
  };
}

function faultOf(model: string, { contents, tools, generationConfig }: GenerateRequest): string | undefined {
  return generateFault(model, {
    contents,
    hasFunctions: (tools ?? []).some((tool) => (tool.functionDeclarations ?? []).length > 0),
    json: generationConfig?.responseMimeType === 'application/json',
    thinkingBudget: generationConfig?.thinkingConfig?.thinkingBudget,
    thinkingLevel: generationConfig?.thinkingConfig?.thinkingLevel,
  });
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
