import { resolveName } from '@heliostat/models';
import type { Config, Logger } from '@heliostat/platform';
import { createEmbedder } from '../cache/create-embedder.js';
import { createCacheStage } from '../cache/cache.stage.js';
import { unifiedDoor } from '../doors/unified-door.js';
import { findUnifiedApi, mappedApi } from '../gateway/unified-api.js';
import { parseModelFallbacks } from '../fallbacks/parse-fallbacks.js';
import { parseModelString } from '../gateway/model-string.js';
import { createGuardStages } from '../guards/create-guard-stages.js';
import { createMockResponseStage } from '../mock-response/mock-response.stage.js';
import { createPromptStage } from '../prompts/prompt-stage.js';
import type { GuardedCall, GuardStage } from '../pipeline/guarded-call.js';
import type { Stage } from '../pipeline/stage.js';
import { createRateLimitStage, type LimitStage } from '../rate-limits/rate-limit.stage.js';
import { createStreamUsageStage } from '../stream-format/stream-usage.stage.js';
import { createTokenLimitStage, type ContextWindow } from '../token-limit/token-limit.stage.js';
import type { FeatureStores } from './feature-stores.js';

/** What holds for replies of realtime sessions as it does for calls. */
export type SharedStages = { limit: LimitStage; screens: GuardStage[] };

/** Limits, and the guards of what users say. */
export function createSharedStages(
  config: Config,
  { state, policies, ownKeys }: FeatureStores,
  logger: Logger,
): SharedStages {
  const { security, moderation } = createGuardStages(config, {
    isOpenAiCall,
    openAiKeyOf: (call) => openAiKeyOf(call, ownKeys, config),
  });
  return { limit: createRateLimitStage({ state, policies, logger }), screens: [security, moderation] };
}

/** All features, in the order in which a call goes through them (interface ruling 10). */
export function createStages(
  config: Config,
  { state, prompts }: FeatureStores,
  logger: Logger,
  { limit, screens }: SharedStages,
): Stage[] {
  return [
    createPromptStage(
      prompts,
      ({ door, path, headers }) =>
        door === unifiedDoor && mappedApi(findUnifiedApi(path), headers) === 'chat',
    ),
    createStreamUsageStage(),
    createTokenLimitStage({ contextOf }),
    createMockResponseStage(),
    createCacheStage({
      state,
      logger,
      flightWaitMs: config.CACHE_FLIGHT_WAIT_MS,
      embedder: createEmbedder(config),
    }),
    limit,
    ...screens,
  ];
}

/** The window of the first model that a model string names. */
function contextOf(_provider: string | undefined, name: string): ContextWindow | undefined {
  const found = resolveName(name)?.model ?? firstModel(name);
  return found && { context: found.context, maxOutput: found.maxOutput };
}

function firstModel(name: string) {
  try {
    const [choice] = parseModelString(name).choices;
    return choice && resolveName(choice.model)?.model;
  } catch {
    // Not a model string: another stage will say so.
    return undefined;
  }
}

/**
 * Whether a call goes to OpenAI: by its door or target, or by the author of a model that it names. A model behind the
 * first one counts too: a failover must not take there what nobody looked at.
 */
export function isOpenAiCall(call: GuardedCall): boolean {
  const { door, features } = call.head;
  if (door !== unifiedDoor) return call.exchange.providerId === 'openai';
  const model = call.json?.['model'];
  if (typeof model !== 'string') return false;
  try {
    const others = features.fallbacks === undefined ? [] : (parseModelFallbacks(features.fallbacks) ?? []);
    const { choices } = parseModelString([model, ...others].join(','));
    return choices.some((choice) => resolveName(choice.model)?.model.author === 'openai');
  } catch {
    // No model string, or no list of them: another stage will say so.
    return false;
  }
}

/** With which key OpenAI is asked about a message: the organisation's, the installation's, the client's own. */
async function openAiKeyOf(
  call: GuardedCall,
  ownKeys: FeatureStores['ownKeys'],
  config: Config,
): Promise<string | undefined> {
  const keys = await ownKeys.keysOf(call.org);
  const own = keys.find(({ provider, byokEnabled }) => provider === 'openai' && byokEnabled);
  return own?.key ?? config.providers['openai']?.apiKey ?? bearerOf(call);
}

function bearerOf({ head }: GuardedCall): string | undefined {
  if (head.door === unifiedDoor) return undefined;
  const { upstream } = head.headers;
  for (let i = 0; i < upstream.length; i += 2)
    if (upstream[i]!.toLowerCase() === 'authorization')
      return upstream[i + 1]!.replace(/^bearer\s+/i, '') || undefined;
  return undefined;
}
