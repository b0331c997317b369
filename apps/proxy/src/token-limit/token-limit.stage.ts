import { estimatePromptTokens, isRecord } from '@heliostat/llm';
import { CodedError } from '@heliostat/platform';
import type { Call, JsonObject } from '../pipeline/call.js';
import type { Stage } from '../pipeline/stage.js';
import { fitTexts, type CutWay } from './fit-texts.js';

/** Tokens that a model takes in all, and the most that it answers with where known. */
export type ContextWindow = { context: number; maxOutput?: number | undefined };

export type TokenLimitDependencies = {
  /**
   * The window of a model as the body names it (`gpt-4o`, `gpt-4o/openai`), undefined where unknown. `provider` is the
   * door's registry id, undefined at doors without one.
   */
  contextOf(provider: string | undefined, model: string): ContextWindow | undefined;
  /** Tokens of a body's prompt; `estimatePromptTokens` of `@heliostat/llm` unless a test says otherwise. */
  count?: (body: unknown, model?: string) => number;
};

const ways = ['truncate', 'middle-out', 'fallback'];
/** Room for an answer of which the body says nothing, in tokens; at most a quarter of the window. */
const defaultReply = 1024;
/** The estimate is exact for OpenAI's models but for their hidden frame, and off by up to a tenth for others. */
const openAiShare = 0.98;
const otherShare = 0.9;
/** A picture named by a URL costs more tokens than its URL has bytes. */
const pictureWord = Buffer.from('image');

/**
 * Stage of `Helicone-Token-Limit-Exception-Handler`: what becomes of a request over its model's context window.
 * `truncate` normalises white space and cuts ends, `middle-out` cuts the middle out of the longest messages, `fallback`
 * takes the second model of `"model": "a, b"`. A model that is not known, and a body that is no JSON object, pass as
 * they came. Source: the header directory (H-26).
 * @throws `proxy/bad-header` (400) where the value is none of the three.
 */
export function createTokenLimitStage(dependencies: TokenLimitDependencies): Stage {
  return {
    name: 'token-limit',
    wanted: ({ features }) => features.tokenLimitHandler !== undefined,
    run(call) {
      const way = call.head.features.tokenLimitHandler!.toLowerCase();
      if (!ways.includes(way))
        throw new CodedError(
          'proxy/bad-header',
          `Helicone-Token-Limit-Exception-Handler takes truncate, middle-out or fallback, not "${way.slice(0, 64)}".`,
          400,
        );
      const { json } = call;
      if (json === undefined) return undefined;
      if (way === 'fallback') chooseModel(call, json, dependencies);
      else fit(call, json, way as CutWay, dependencies);
      return undefined;
    },
  };
}

function chooseModel(call: Call, json: JsonObject, dependencies: TokenLimitDependencies): void {
  const [first, second] = modelsOf(json['model']);
  if (first === undefined) return;
  const over = second !== undefined && overBy(call, json, first, dependencies) !== undefined;
  const model = over ? second : first;
  if (model !== json['model']) call.replaceJson({ ...json, model });
}

function fit(call: Call, json: JsonObject, way: CutWay, dependencies: TokenLimitDependencies): void {
  const model = modelsOf(json['model'])[0] ?? call.head.headers.modelOverride ?? modelOfPath(call.head.path);
  const over = model === undefined ? undefined : overBy(call, json, model, dependencies);
  if (over === undefined) return;
  const { budget, total } = over;
  const { count = estimatePromptTokens } = dependencies;
  // The client's body may be held elsewhere: what is cut is a copy.
  const body = structuredClone(json);
  fitTexts(body, { way, budget, total, count: (value) => count(value, model) });
  call.replaceJson(body);
}

/** Gemini and Azure name the model there. */
const modelOfPath = (path: string) => /\/(?:models|deployments)\/([^/:?]+)/.exec(path)?.[1];

/** Only the first two models of a list count. */
function modelsOf(model: unknown): string[] {
  if (typeof model !== 'string') return [];
  return model
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .slice(0, 2);
}

/** What a prompt may have and what it has, in tokens; undefined where it fits or the window is unknown. */
function overBy(
  call: Call,
  json: JsonObject,
  model: string,
  dependencies: TokenLimitDependencies,
): { budget: number; total: number } | undefined {
  const budget = budgetOf(call, json, model, dependencies);
  if (budget === undefined) return undefined;
  const bytes = call.bodyChanged ? undefined : call.originalBody;
  // No token is shorter than a byte: a short body fits without being counted.
  if (bytes !== undefined && bytes.length <= budget && !bytes.includes(pictureWord)) return undefined;
  const { count = estimatePromptTokens } = dependencies;
  const total = count(json, model);
  return total > budget ? { budget, total } : undefined;
}

/** Tokens that the prompt may have; undefined where the window is unknown, or the reply asked for fills it alone. */
function budgetOf(
  call: Call,
  json: JsonObject,
  model: string,
  { contextOf }: TokenLimitDependencies,
): number | undefined {
  const window = contextOf(call.head.door.provider?.id, model);
  if (window === undefined) return undefined;
  const reply =
    replyTokens(json) ?? Math.min(window.maxOutput ?? defaultReply, defaultReply, window.context / 4);
  const share = /(^|\/)(gpt-|o\d|chatgpt-|text-)/.test(model) ? openAiShare : otherShare;
  const budget = Math.floor((window.context - reply) * share);
  return budget > 0 ? budget : undefined;
}

/** What the body lets the answer have. */
function replyTokens(json: JsonObject): number | undefined {
  const config = isRecord(json['generationConfig']) ? json['generationConfig'] : {};
  const values = [
    json['max_completion_tokens'],
    json['max_tokens'],
    json['max_output_tokens'],
    config['maxOutputTokens'],
  ];
  return values.find((value): value is number => typeof value === 'number' && value > 0);
}
