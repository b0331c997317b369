import { record, text, type Json } from '../../json/json-value.js';
import type { TargetFacts, WrittenRequest } from '../codec.js';
import type { ConversationRequest, Reasoning } from '../conversation/request.js';
import { defined } from '../wire/defined.js';
import { dropFields, DroppedParams, dropRest, withoutUnsupported } from '../wire/dropped-params.js';
import { effortOfBudget } from '../wire/reasoning-effort.js';
import { geminiModel, type GeminiModel } from './gemini-model.js';
import { geminiSchema, plainSchema } from './gemini-schema.js';
import {
  geminiSource,
  writeContents,
  writeInstructions,
  type ContentWriting,
} from './write-gemini-contents.js';

/** What no model of Google's can be told by this API. */
const inexpressible = [
  'parallelToolCalls',
  'logitBias',
  'cache',
  'cacheKey',
  'cacheRetention',
  'safetyIdentifier',
  'user',
  'metadata',
  'serviceTier',
  'store',
  'verbosity',
  'prediction',
  'contextEditing',
] as const;

/** Google takes so many stop sequences. */
const maxStops = 5;
/** Budgets that stand for efforts, as in Google's own OpenAI-compatible API. */
const budgets = { none: 0, minimal: 1024, low: 1024, medium: 8192, high: 24_576, xhigh: 32_768, max: 32_768 };
const levels = {
  none: 'minimal',
  minimal: 'minimal',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
  max: 'high',
};

function budgetOf(wanted: number, { budget }: GeminiModel): number {
  if (wanted <= 0) return budget.canStop ? 0 : budget.min;
  return Math.min(budget.max, Math.max(budget.min, wanted));
}

/** The level itself, else the next higher one that the model has. */
function levelOf(wanted: string, model: GeminiModel): string {
  const order = ['minimal', 'low', 'medium', 'high'];
  const from = order.indexOf(wanted);
  return order.slice(from).find((level) => model.levels.includes(level)) ?? 'high';
}

function writeThinking(reasoning: Reasoning | undefined, model: GeminiModel): Json | undefined {
  const { effort, budgetTokens: budget, includeThoughts } = reasoning ?? {};
  if (effort === undefined && budget === undefined)
    return includeThoughts === undefined ? undefined : { includeThoughts };
  const shown = includeThoughts ?? (effort !== 'none' && budget !== 0);
  const common: Json = shown ? { includeThoughts: true } : {};
  if (model.thinking === 'budget')
    return { ...common, thinkingBudget: budgetOf(budget ?? budgets[effort ?? 'medium'], model) };
  return { ...common, thinkingLevel: levelOf(levels[effort ?? effortOfBudget(budget ?? 0)], model) };
}

function writeTools(request: ConversationRequest, model: GeminiModel, dropped: DroppedParams): Json[] {
  const declarations: Json[] = [];
  const tools: Json[] = [];
  let search = false;
  for (const tool of request.tools ?? []) {
    if (tool.type === 'function') {
      if (tool.cache) dropped.add('cache_control');
      if (tool.strict) dropped.add('tools.strict');
      const schema = tool.parameters;
      const empty = !schema || Object.keys(record(schema['properties'])).length === 0;
      declarations.push(
        defined({
          name: tool.name,
          description: tool.description,
          parametersJsonSchema: model.jsonSchema && schema && !empty ? plainSchema(schema) : undefined,
          parameters: !model.jsonSchema && schema && !empty ? geminiSchema(schema) : undefined,
        }),
      );
    } else if (tool.type === 'web_search') search = true;
    else if (tool.source === geminiSource) tools.push(tool.value);
    else dropped.addTool(tool.value);
  }
  if (declarations.length > 0) tools.unshift({ functionDeclarations: declarations });
  // Google refuses its search next to functions.
  if (search && declarations.length === 0) tools.push({ googleSearch: {} });
  else if (search) dropped.add('web_search_options');
  return tools;
}

function writeToolChoice({ toolChoice: choice }: ConversationRequest): Json | undefined {
  if (choice === undefined) return undefined;
  if (typeof choice === 'object') return { mode: 'ANY', allowedFunctionNames: [choice.name] };
  return { mode: { auto: 'AUTO', none: 'NONE', required: 'ANY' }[choice] };
}

function writeFormat(
  request: ConversationRequest,
  model: GeminiModel,
  hasTools: boolean,
  dropped: DroppedParams,
): Json {
  const { responseFormat: format } = request;
  if (!format || format.type === 'text') return {};
  if (hasTools && !model.toolsWithJson) {
    dropped.add('response_format');
    return {};
  }
  if (format.type === 'json_object') return { responseMimeType: 'application/json' };
  return model.jsonSchema
    ? { responseMimeType: 'application/json', responseJsonSchema: plainSchema(format.schema) }
    : { responseMimeType: 'application/json', responseSchema: geminiSchema(format.schema) };
}

/** Kinds of output, and how pictures and speech are to be (page gateway/concepts/image-generation). */
function writeOutput(request: ConversationRequest, model: GeminiModel): Json {
  const kinds = new Set((request.modalities ?? []).map((kind) => kind.toUpperCase()));
  if (model.images || request.imageGeneration) kinds.add('TEXT').add('IMAGE');
  const plain = [...kinds].every((kind) => kind === 'TEXT');
  const voice = text(request.audio?.['voice']);
  return defined({
    responseModalities: plain ? undefined : [...kinds],
    imageConfig: request.imageGeneration && { ...request.imageGeneration },
    speechConfig:
      voice === undefined ? undefined : { voiceConfig: { prebuiltVoiceConfig: { voiceName: voice } } },
  });
}

function writeConfig(
  request: ConversationRequest,
  target: TargetFacts,
  model: GeminiModel,
  hasTools: boolean,
  dropped: DroppedParams,
): Json {
  const { stop, logprobs, maxOutputTokens: limit } = request;
  if ((stop ?? []).length > maxStops) dropped.add('stop');
  if (model.thinking === 'none') dropFields(request, ['reasoning'], dropped);
  return defined({
    maxOutputTokens: limit === undefined ? undefined : Math.min(limit, target.maxOutputTokens ?? Infinity),
    temperature: request.temperature,
    topP: request.topP,
    topK: request.topK,
    candidateCount: request.choices,
    stopSequences: stop?.slice(0, maxStops),
    seed: request.seed,
    presencePenalty: request.presencePenalty,
    frequencyPenalty: request.frequencyPenalty,
    responseLogprobs: logprobs ? true : undefined,
    logprobs: logprobs && logprobs.top > 0 ? logprobs.top : undefined,
    thinkingConfig: model.thinking === 'none' ? undefined : writeThinking(request.reasoning, model),
    ...writeFormat(request, model, hasTools, dropped),
    ...writeOutput(request, model),
  });
}

/**
 * Writes a request for Gemini's generateContent, of AI Studio and of Vertex AI. The model and whether the reply streams
 * stand in the URL, not in the body.
 */
export function writeGeminiRequest(asked: ConversationRequest, target: TargetFacts): WrittenRequest {
  const dropped = new DroppedParams();
  const request = withoutUnsupported(asked, target.supported, dropped, target.unsupported);
  const model = geminiModel(target.model);
  const writing: ContentWriting = {
    dropped,
    signedCalls: model.signedCalls,
    ids: target.provider !== 'vertex',
  };
  const tools = writeTools(request, model, dropped);
  const hasFunctions = tools.some((tool) => tool['functionDeclarations'] !== undefined);
  const choice = hasFunctions ? writeToolChoice(request) : undefined;
  let instructions = writeInstructions(request.messages, writing);
  const contents = writeContents(request.messages, writing);
  if (contents.length === 0) {
    // Instructions alone are the user's words: there must be one content.
    contents.push({ role: 'user', parts: instructions.length > 0 ? instructions : [{ text: '.' }] });
    instructions = [];
  }
  dropFields(request, inexpressible, dropped);
  dropRest(request, geminiSource, dropped);
  const own = request.rest.source === geminiSource ? request.rest.fields : {};
  const config = {
    ...record(own['generationConfig']),
    ...writeConfig(request, target, model, hasFunctions, dropped),
  };
  const body: Json = defined({
    ...own,
    systemInstruction: instructions.length > 0 ? { parts: instructions } : undefined,
    contents,
    tools: tools.length > 0 ? tools : undefined,
    toolConfig: choice && { functionCallingConfig: choice },
    generationConfig: Object.keys(config).length > 0 ? config : undefined,
  });
  return { body, dropped: dropped.list(), headers: {} };
}
