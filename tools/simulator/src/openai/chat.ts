import { compose, type Composition } from '../compose/compose.js';
import { jsonReply, streamReply, type Call, type Reply } from '../http/reply.js';
import { chatSchema, textOf, type ChatRequest } from './chat.schema.js';
import { openaiHeaders } from './openai-headers.js';
import { cachedByRule, chatPrompt, parseOpenai } from './openai-request.js';

const finishReasons = { stop: 'stop', length: 'length', tool: 'tool_calls' } as const;

/** `POST …/chat/completions`, JSON and stream. */
export function chat(call: Call): Reply {
  const parsed = parseOpenai(chatSchema, call.body);
  if ('refusal' in parsed) return parsed.refusal;
  const request = parsed.value;
  const prompt = chatPrompt(request);
  const choices = Array.from({ length: request.n ?? 1 }, () => compose(prompt, call.behaviour, call.random));
  const first = choices[0]!;
  const long = first.usage.input >= 1024 && call.behaviour.cachedTokens === null;
  if (long) {
    const cached = cachedByRule(first.usage.input, call.seenPrefix(textOf(request.messages[0]?.content)));
    for (const choice of choices) choice.usage.cached = cached;
  }
  const head = {
    id: `chatcmpl-${call.random.id(29)}`,
    created: call.created,
    model: request.model,
    service_tier: 'default',
    system_fingerprint: 'fp_5a1a2b3c4d',
  };
  const usage = call.behaviour.usage === 'none' ? undefined : chatUsage(choices);
  const reply = request.stream
    ? streamReply(chatFrames(request, head, choices, usage, call), openaiHeaders(call))
    : jsonReply(
        200,
        {
          ...head,
          object: 'chat.completion',
          choices: choices.map((choice, index) => ({
            index,
            message: message(choice, call),
            logprobs: null,
            finish_reason: finishReasons[choice.finish],
          })),
          ...(usage && { usage }),
        },
        openaiHeaders(call),
      );
  return long ? { ...reply, stateful: true } : reply;
}

function message(choice: Composition, call: Call) {
  return {
    role: 'assistant',
    content: choice.toolCalls.length > 0 ? null : choice.text,
    refusal: null,
    annotations: [],
    ...(choice.toolCalls.length > 0 && { tool_calls: toolCalls(choice, call) }),
  };
}

const toolCalls = (choice: Composition, call: Call) =>
  choice.toolCalls.map((tool) => ({
    id: `call_${call.random.id(24)}`,
    type: 'function',
    function: { name: tool.name, arguments: JSON.stringify(tool.arguments) },
  }));

/** Usage as OpenAI bills it: `n` choices share the input. */
export function chatUsage(choices: Composition[]) {
  const { input, cached } = choices[0]!.usage;
  const output = choices.reduce((sum, c) => sum + c.usage.output, 0);
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: choices.reduce((sum, c) => sum + c.usage.reasoning, 0),
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

function chatFrames(
  request: ChatRequest,
  head: object,
  choices: Composition[],
  usage: object | undefined,
  call: Call,
): string[] {
  const wantsUsage = request.stream_options?.include_usage === true && usage !== undefined;
  const frame = (body: object) =>
    `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...body, ...(wantsUsage && !('usage' in body) && { usage: null }) })}\n\n`;
  const delta = (index: number, value: object, finish: string | null = null) =>
    frame({ choices: [{ index, delta: value, logprobs: null, finish_reason: finish }] });

  const frames: string[] = [];
  choices.forEach((choice, index) => {
    const calls = toolCalls(choice, call);
    frames.push(delta(index, { role: 'assistant', content: calls.length > 0 ? null : '', refusal: null }));
    for (const piece of choice.pieces) frames.push(delta(index, { content: piece }));
    calls.forEach((tool, at) => {
      const { name, arguments: args } = tool.function;
      frames.push(delta(index, { tool_calls: [{ index: at, ...tool, function: { name, arguments: '' } }] }));
      for (let i = 0; i < args.length; i += 8)
        frames.push(
          delta(index, { tool_calls: [{ index: at, function: { arguments: args.slice(i, i + 8) } }] }),
        );
    });
    frames.push(delta(index, {}, finishReasons[choice.finish]));
  });
  if (wantsUsage) frames.push(frame({ choices: [], usage }));
  frames.push('data: [DONE]\n\n');
  return frames;
}
