import { claudeModel, claudeVersion } from '../claude/claude-model.js';
import type { ReasoningEffort } from '../conversation/request.js';

/** What a model on Bedrock takes of Converse, and is told beside it, by its maker. */
export type ConverseModel = {
  maker: 'anthropic' | 'amazon' | 'openai' | 'other';
  /** How an effort of thinking is said: as a flat field, in OpenAI's nested one, in Nova's or Anthropic's own words. */
  reasoning: 'claude' | 'nova' | 'flat' | 'nested' | 'none';
  /** The efforts that it knows. */
  efforts: readonly ReasoningEffort[];
  /** How far a call of tools can be forced: some tool or a certain one, some tool only, or not at all. */
  forces: 'tool' | 'any' | 'none';
  /** Whether it can be bound to a JSON schema, of the answer and of a tool's arguments. */
  structured: boolean;
  /** What can be kept in a cache; Nova keeps everything but tools. */
  caches: 'all' | 'prompts' | 'none';
  /** Whether the reply can be ended by sequences. */
  stops: boolean;
  /** Whether thoughts of earlier turns are read: others refuse them. */
  readsThoughts: boolean;
  /** Whether the tiers `flex` and `priority` are offered. */
  tiers: boolean;
};

const efforts = ['low', 'medium', 'high'] as const;
const common: ConverseModel = {
  maker: 'other',
  reasoning: 'none',
  efforts,
  forces: 'any',
  structured: false,
  caches: 'none',
  stops: true,
  readsThoughts: false,
  tiers: false,
};

/** Open models that Bedrock binds to a schema (its page on structured output). */
const structured =
  /^(qwen\.qwen3|openai\.gpt-oss|deepseek\.v3|google\.gemma-3|minimax\.|moonshot|nvidia\.nemotron|mistral\.(mistral-large-3|ministral-3|magistral|voxtral))/;

/** Inference profiles put a region before the maker, and ARNs a path: `us.anthropic.claude-…`. */
const prefixes = /^(?:arn:.*\/)?(?:(?:us|us-gov|eu|apac|jp|au|ca|sa|global)\.)?/;
/** ARNs that do not say which model stands behind them: what their owner asks of it is passed on. */
const opaque = /^arn:.*:(application-inference-profile|provisioned-model|imported-model|custom-model)/;

function claude(name: string): ConverseModel {
  const { version = 0, family = '' } = claudeVersion(name) ?? {};
  return {
    ...common,
    maker: 'anthropic',
    reasoning: 'claude',
    forces: version >= 300 ? 'tool' : 'none',
    // Opus 4.1 is bound to schemas by Anthropic, but not here.
    structured: version >= 405 && claudeModel(name).structuredOutputs,
    caches: version >= 307 || (version === 305 && family === 'haiku') ? 'all' : 'none',
    readsThoughts: true,
  };
}

function openai(name: string): ConverseModel {
  const own: ConverseModel = { ...common, maker: 'openai', forces: 'tool' };
  return name.startsWith('openai.gpt-oss')
    ? { ...own, reasoning: 'flat', structured: true, stops: false, tiers: true }
    : { ...own, reasoning: 'nested', efforts: ['none', ...efforts, 'xhigh', 'max'] };
}

/** What a model takes, by its id. What nothing is known of gets the common ground. */
export function converseModel(model: string): ConverseModel {
  const full = model.toLowerCase();
  if (opaque.test(full))
    return { ...common, forces: 'tool', caches: 'all', readsThoughts: true, tiers: true };
  const name = full.replace(prefixes, '');
  if (name.includes('claude')) return claude(name);
  if (name.startsWith('amazon.nova')) {
    const second = /nova-2|nova-[a-z]+-v2/.test(name);
    const tiers = second || /nova-pro|nova-premier/.test(name);
    const reasoning = second ? 'nova' : 'none';
    return { ...common, maker: 'amazon', reasoning, forces: 'tool', caches: 'prompts', tiers };
  }
  if (name.startsWith('openai.')) return openai(name);
  if (name.startsWith('meta.')) return { ...common, forces: 'none', stops: false };
  if (name.startsWith('deepseek.r1')) return { ...common, forces: 'none' };
  const bound = structured.test(name);
  const flat = /^(deepseek\.v3|moonshot)/.test(name);
  return {
    ...common,
    reasoning: flat ? 'flat' : 'none',
    structured: bound,
    stops: !name.startsWith('qwen.'),
    tiers: bound,
  };
}
