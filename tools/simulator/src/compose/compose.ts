import type { Behaviour } from '../behaviour/behaviour.js';
import type { Random } from '../text/random.js';
import { replyText } from '../text/reply-text.js';
import { schemaValue } from '../text/schema-value.js';
import { countTokens, splitEvery, splitWords } from '../text/tokens.js';
import type { Prompt } from './prompt.js';

export type ToolCall = { name: string; arguments: Record<string, unknown> };

/** An answer before it is put into a wire format. `usage.input` includes `usage.cached`; `output` includes `reasoning`. */
export type Composition = {
  text: string;
  /** `text` in the pieces in which a stream sends it. */
  pieces: string[];
  toolCalls: ToolCall[];
  reasoningText: string;
  finish: 'stop' | 'length' | 'tool';
  usage: { input: number; cached: number; output: number; reasoning: number };
};

const reasoningTokens = { none: [0, 0], low: [1, 3], medium: [3, 8], high: [8, 20] } as const;
const imageTokens = 255;

/** Writes the answer to a prompt: tool calls, JSON by a schema, or prose about the prompt's subject. */
export function compose(prompt: Prompt, behaviour: Behaviour, random: Random): Composition {
  const input = Math.max(1, countTokens(prompt.text) + 3 + prompt.images * imageTokens);
  const cached = Math.min(input, behaviour.cachedTokens ?? 0);
  const [low, high] = reasoningTokens[prompt.reasoning];
  const reasoning = random.int(low, high) * 64;
  const reasoningText = reasoning > 0 ? replyText(prompt.lastUserText, 24, random) : '';
  const base = { toolCalls: [] as ToolCall[], reasoningText };

  const toolCalls = chooseTools(prompt, random);
  if (toolCalls.length > 0) {
    const output = toolCalls.reduce((sum, c) => sum + 8 + countTokens(JSON.stringify(c.arguments)), 0);
    const usage = { input, cached, output: output + reasoning, reasoning };
    return { ...base, text: '', pieces: [], toolCalls, finish: 'tool', usage };
  }
  if (prompt.schema) {
    const value =
      prompt.schema === true ? { answer: 'yes', confidence: 0.8 } : schemaValue(prompt.schema, random);
    const text = JSON.stringify(value);
    const usage = { input, cached, output: countTokens(text) + reasoning, reasoning };
    return { ...base, text, pieces: splitEvery(text, 6), finish: 'stop', usage };
  }
  const wanted = behaviour.tokens ?? random.int(20, 160);
  const cut = prompt.maxTokens !== null && prompt.maxTokens < wanted;
  const tokens = cut ? Math.max(1, prompt.maxTokens ?? 1) : wanted;
  const text = replyText(prompt.lastUserText, Math.max(1, Math.round(tokens / 1.3)), random);
  return {
    ...base,
    text,
    pieces: splitWords(text),
    finish: cut ? 'length' : 'stop',
    usage: { input, cached, output: tokens + reasoning, reasoning },
  };
}

function chooseTools(prompt: Prompt, random: Random): ToolCall[] {
  const { toolChoice, tools } = prompt;
  if (tools.length === 0 || toolChoice === 'none' || (prompt.answersTool && toolChoice === 'auto')) return [];
  const asked = prompt.lastUserText.toLowerCase();
  const named = typeof toolChoice === 'object' ? tools.find((t) => t.name === toolChoice.name) : undefined;
  const tool =
    named ??
    tools.find((t) =>
      t.name.split(/[^a-zA-Z]+/).some((w) => w.length > 3 && asked.includes(w.toLowerCase())),
    ) ??
    random.pick(tools);
  const value = schemaValue(tool.parameters, random);
  return [{ name: tool.name, arguments: isRecord(value) ? value : {} }];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
