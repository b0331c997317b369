import type { ReasoningEffort } from '../conversation/request.js';

/** What a Claude model takes: Anthropic's models differ, and refuse what they do not know. */
export type ClaudeModel = {
  /** `manual`: a budget of tokens; `adaptive`: the model decides, guided by an effort. */
  thinking: 'none' | 'manual' | 'either' | 'adaptive';
  /** Values of `output_config.effort`; empty where the model has none. */
  efforts: readonly ReasoningEffort[];
  /** Whether a JSON schema can be asked for (`output_config.format`). */
  structuredOutputs: boolean;
  /** Whether temperature, `top_p` and `top_k` may be set. */
  sampling: boolean;
  /** Whether temperature and `top_p` may be set together. */
  samplingPair: boolean;
  /** Whether the last message may be the beginning of the reply. */
  prefill: boolean;
};

const familyFirst = /claude-([a-z]+)-(\d{1,2})(?:[.-](\d{1,2})(?!\d))?(?!\d)/;
const versionFirst = /claude-(\d{1,2})(?:[.-](\d{1,2})(?!\d))?(?!\d)(?:-([a-z]+))?/;

/** Family and version of a model id of Anthropic, Bedrock or Vertex; `4.5` is 405. Undefined for other models. */
export function claudeVersion(model: string): { family: string; version: number } | undefined {
  const name = model.toLowerCase();
  const modern = familyFirst.exec(name);
  if (modern) return { family: modern[1] ?? '', version: number(modern[2], modern[3]) };
  const early = versionFirst.exec(name);
  return early ? { family: early[3] ?? '', version: number(early[1], early[2]) } : undefined;
}

const number = (major: string | undefined, minor: string | undefined) =>
  Number(major ?? 0) * 100 + Number(minor ?? 0);

const threeEfforts = ['low', 'medium', 'high'] as const;

/** What a model takes, by its id. Unknown names (other makers' models behind this protocol) get the common ground. */
export function claudeModel(model: string): ClaudeModel {
  const known = claudeVersion(model);
  if (!known)
    return {
      thinking: 'manual',
      efforts: [],
      structuredOutputs: false,
      sampling: true,
      samplingPair: true,
      prefill: true,
    };
  const { family, version } = known;
  const newest = version >= 500 || (family === 'opus' && version >= 407);
  const adaptive = newest || (version >= 406 && family !== 'haiku');
  return {
    thinking: version < 307 ? 'none' : newest ? 'adaptive' : adaptive ? 'either' : 'manual',
    efforts: newest
      ? [...threeEfforts, 'xhigh', 'max']
      : adaptive
        ? [...threeEfforts, 'max']
        : family === 'opus' && version === 405
          ? threeEfforts
          : [],
    structuredOutputs: version >= 405 || (family === 'opus' && version === 401),
    sampling: !newest,
    samplingPair: version < 401,
    prefill: !adaptive,
  };
}
