import type { Usage } from '@heliostat/contracts';
import { isRecord, list, record, text, type Json } from '../../json/json-value.js';
import { readReplyUsage } from '../../usage/read-usage.js';
import type { ReplyContext } from '../codec.js';
import type { Part } from '../conversation/message.js';
import type { Choice, ConversationReply } from '../conversation/reply.js';
import { defined } from '../wire/defined.js';
import { toolInput } from '../wire/tool-input.js';
import { readGeminiFinish, writeGeminiFinish } from './gemini-finish.js';
import { readGrounding } from './gemini-grounding.js';
import { readLogprobs } from './gemini-logprobs.js';
import { createCallNaming, readGeminiParts, type CallNaming } from './read-gemini-parts.js';
import { geminiSource } from './write-gemini-contents.js';

/** Neighbouring texts of one kind are one part: Gemini splits where it likes. */
function joinTexts(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.type === 'text' && last?.type === 'text') last.text += part.text;
    else if (
      part.type === 'thinking' &&
      last?.type === 'thinking' &&
      last.signature === undefined &&
      part.text !== ''
    )
      joined[joined.length - 1] = { ...last, ...part, text: last.text + part.text };
    else joined.push({ ...part });
  }
  return joined;
}

function readChoice(candidate: Json, index: number, nameCall: CallNaming): Choice {
  const parts = joinTexts(readGeminiParts(candidate['content'], nameCall));
  const answer = parts.find((part) => part.type === 'text');
  const citations = readGrounding(candidate['groundingMetadata'], answer?.text ?? '');
  if (answer && citations.length > 0) answer.citations = citations;
  const hasCalls = parts.some((part) => part.type === 'tool_call');
  return defined({
    index,
    parts,
    finish: readGeminiFinish(candidate['finishReason'], hasCalls),
    logprobs: readLogprobs(candidate['logprobsResult']),
  });
}

/** Seconds since 1970 of an ISO date. */
export function readCreated(value: unknown): number | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isFinite(at) ? Math.floor(at / 1000) : undefined;
}

/** Reads a whole reply. A prompt that was blocked gives one choice without parts, ended by the filter. */
export function readGeminiReply(body: Json): ConversationReply {
  const reply = isRecord(body['response']) ? body['response'] : body;
  const nameCall = createCallNaming(text(reply['responseId']));
  const choices = list(reply['candidates'])
    .filter(isRecord)
    .map((candidate, at) => {
      const index = candidate['index'];
      return readChoice(candidate, typeof index === 'number' && index >= 0 ? index : at, nameCall);
    });
  const blocked = record(reply['promptFeedback'])['blockReason'] !== undefined;
  if (choices.length === 0)
    choices.push({ index: 0, parts: [], finish: blocked ? 'content_filter' : 'other' });
  return defined({
    id: text(reply['responseId']),
    model: text(reply['modelVersion']),
    created: readCreated(reply['createTime']),
    choices,
    usage: readReplyUsage(reply) ?? undefined,
  });
}

/** A part of a reply as Gemini's; undefined where it knows no such thing. */
export function writeGeminiReplyPart(part: Part): Json | undefined {
  switch (part.type) {
    case 'text':
    case 'refusal':
      return { text: part.text };
    case 'thinking':
      if (part.redacted !== undefined) return undefined;
      return part.text === ''
        ? defined({ text: '', thoughtSignature: part.signature })
        : defined({ text: part.text, thought: true, thoughtSignature: part.signature });
    case 'tool_call':
      return defined({
        functionCall: { id: part.id, name: part.name, args: toolInput(part.arguments) },
        thoughtSignature: part.signature,
      });
    case 'image':
      return 'data' in part.media
        ? { inlineData: { mimeType: part.media.mediaType, data: part.media.data } }
        : { fileData: { mimeType: part.media.mediaType ?? 'image/jpeg', fileUri: part.media.url } };
    case 'audio':
      return { inlineData: { mimeType: `audio/${part.format}`, data: part.data } };
    case 'other':
      return part.source === geminiSource ? part.value : undefined;
    case 'document':
    case 'tool_result':
      return undefined;
  }
}

/** Usage in Gemini's words: the prompt includes what came from a cache, candidates exclude thoughts. */
export function writeGeminiUsage(usage: Usage): Json {
  const cached = usage.cacheRead ?? 0;
  const prompt = usage.input + cached + (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0);
  const thoughts = usage.reasoning ?? 0;
  return defined({
    promptTokenCount: prompt,
    candidatesTokenCount: usage.output - thoughts,
    totalTokenCount: prompt + usage.output,
    cachedContentTokenCount: cached > 0 ? cached : undefined,
    thoughtsTokenCount: thoughts > 0 ? thoughts : undefined,
  });
}

export function writeGeminiReply(reply: ConversationReply, context: ReplyContext): Json {
  return defined({
    candidates: reply.choices.map(({ index, parts, finish }) => ({
      content: {
        role: 'model',
        parts: parts.map(writeGeminiReplyPart).filter((part) => part !== undefined),
      },
      finishReason: writeGeminiFinish(finish),
      index,
    })),
    usageMetadata: reply.usage && writeGeminiUsage(reply.usage),
    modelVersion: reply.model ?? context.model,
    responseId: reply.id ?? context.id,
  });
}
