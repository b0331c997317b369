import { isRecord, type Json } from '../../json/json-value.js';
import type { TargetFacts, WrittenRequest } from '../codec.js';
import type { Message } from '../conversation/message.js';
import type { ConversationRequest } from '../conversation/request.js';
import { defined } from '../wire/defined.js';
import { dropFields, DroppedParams, dropRest, withoutUnsupported } from '../wire/dropped-params.js';
import { converseSource, writeBlocks, type Turn } from './converse-blocks.js';
import { converseModel, type ConverseModel } from './converse-model.js';
import { nameDocumentsApart, onlyWords, trimEndOfReply, withoutThoughts } from './fit-turns.js';
import { writeLimits } from './write-converse-limits.js';
import { planOutput, writeToolConfig } from './write-converse-tools.js';

/** What Converse has no place for. */
const inexpressible = [
  'choices',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
  'logitBias',
  'logprobs',
  'cacheKey',
  'cacheRetention',
  'safetyIdentifier',
  'user',
  'store',
  'verbosity',
  'modalities',
  'audio',
  'prediction',
  'imageGeneration',
] as const;

/** Cache points that Bedrock takes in one request. */
const maxCachePoints = 4;

function writeTurns(messages: readonly Message[], model: ConverseModel, dropped: DroppedParams): Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    if (message.role === 'system' || message.role === 'developer') continue;
    if (message.name !== undefined) dropped.add('messages.name');
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const written = writeBlocks(message.parts, dropped);
    const content = model.readsThoughts ? written : withoutThoughts(written, dropped);
    if (content.length === 0) continue;
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...content);
    else turns.push({ role, content });
  }
  for (const { role, content } of turns)
    // A document must come with words.
    if (
      role === 'user' &&
      content.some((block) => block['document']) &&
      !content.some((block) => block['text'])
    )
      content.push({ text: '.' });
  nameDocumentsApart(turns);
  trimEndOfReply(turns);
  return turns;
}

const isPoint = (block: Json) => block['cachePoint'] !== undefined;

/**
 * Removes cache points that the model does not know, and those beyond what Bedrock takes: the first and the last three
 * stay.
 */
function limitCachePoints(
  tools: Json[],
  prompts: readonly Json[][],
  { caches }: ConverseModel,
  dropped: DroppedParams,
): void {
  const usable = [...(caches === 'all' ? [tools] : []), ...(caches === 'none' ? [] : prompts)];
  const points = usable.flatMap((blocks) => blocks.filter(isPoint));
  points.splice(1, Math.max(0, points.length - maxCachePoints));
  const kept = new Set(points);
  for (const blocks of [tools, ...prompts]) {
    const left = blocks.filter((block) => !isPoint(block) || kept.has(block));
    if (left.length === blocks.length) continue;
    dropped.add('cache_control');
    blocks.splice(0, blocks.length, ...left);
  }
}

/** Bedrock keeps up to sixteen pairs of short strings with a call. */
function writeMetadata(request: ConversationRequest, dropped: DroppedParams): Json | undefined {
  const pairs = Object.entries(request.metadata ?? {});
  const word = /^[a-zA-Z0-9\s:_@$#=/+,.-]{0,256}$/;
  if (pairs.length === 0) return undefined;
  if (
    pairs.length <= 16 &&
    pairs.every(([name, value]) => name !== '' && word.test(name) && word.test(value))
  )
    return Object.fromEntries(pairs);
  dropped.add('metadata');
  return undefined;
}

/** Tiers that every model has are passed; `flex` and `priority` where the model has them. */
function writeTier(
  request: ConversationRequest,
  model: ConverseModel,
  dropped: DroppedParams,
): Json | undefined {
  const { serviceTier: type } = request;
  if (type === 'default' || type === 'reserved') return { type };
  if ((type === 'flex' || type === 'priority') && model.tiers) return { type };
  dropFields(request, ['serviceTier'], dropped);
  return undefined;
}

/**
 * Writes a request for Bedrock's Converse. The model and whether the reply streams stand in the URL, not in the body.
 * What Converse has no field for goes to the model as `additionalModelRequestFields`, by its maker's words.
 */
export function writeConverseRequest(asked: ConversationRequest, target: TargetFacts): WrittenRequest {
  const dropped = new DroppedParams();
  const request = withoutUnsupported(asked, target.supported, dropped, target.unsupported);
  const model = converseModel(target.model);
  const turns = writeTurns(request.messages, model, dropped);
  const output = planOutput(request, model, dropped);
  const instructions = request.messages
    .filter(({ role }) => role === 'system' || role === 'developer')
    .flatMap(({ parts }) => writeBlocks(parts, dropped));
  let system = onlyWords(instructions, dropped);
  if (output.instruction !== undefined) system.push({ text: output.instruction });
  if (turns.length === 0) {
    // Instructions alone are the user's words: there must be one message.
    turns.push({ role: 'user', content: system.length > 0 ? system : [{ text: '.' }] });
    system = [];
  } else if (turns[0]?.role === 'assistant') turns.unshift({ role: 'user', content: [{ text: '.' }] });

  const { config: toolConfig, forced } = writeToolConfig(request, turns, output, model, dropped);
  const { inference, additional } = writeLimits(request, target, model, forced, dropped);
  if (request.cache) {
    if (request.cache.ttl === '1h') dropped.add('cache_control.ttl');
    const last = turns.at(-1)?.content;
    if (last && last.at(-1)?.['cachePoint'] === undefined) last.push({ cachePoint: { type: 'default' } });
  }
  const tools = (toolConfig?.['tools'] ?? []) as Json[];
  limitCachePoints(tools, [system, ...turns.map(({ content }) => content)], model, dropped);
  const tier = writeTier(request, model, dropped);
  dropFields(request, inexpressible, dropped);
  dropRest(request, converseSource, dropped);
  const own = request.rest.source === converseSource ? request.rest.fields : {};
  const extra = {
    ...(isRecord(own['additionalModelRequestFields']) ? own['additionalModelRequestFields'] : {}),
    ...additional,
  };
  const body: Json = defined({
    ...own,
    messages: turns,
    system: system.length > 0 ? system : undefined,
    inferenceConfig: Object.keys(inference).length > 0 ? inference : undefined,
    toolConfig,
    outputConfig: output.textFormat && { textFormat: output.textFormat },
    additionalModelRequestFields: Object.keys(extra).length > 0 ? extra : undefined,
    requestMetadata: writeMetadata(request, dropped),
    serviceTier: tier,
  });
  return { body, dropped: dropped.list(), headers: {} };
}
