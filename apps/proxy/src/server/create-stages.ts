import { resolveName } from '@heliostat/models';
import type { Config, Logger } from '@heliostat/platform';
import { createEmbedder } from '../cache/create-embedder.js';
import { createCacheStage } from '../cache/cache.stage.js';
import { unifiedDoor } from '../doors/unified-door.js';
import { findUnifiedApi } from '../gateway/unified-api.js';
import { parseModelString } from '../gateway/model-string.js';
import { createPromptStage } from '../prompts/prompt-stage.js';
import type { Call } from '../pipeline/call.js';
import type { Stage } from '../pipeline/stage.js';
import { createRateLimitStage } from '../rate-limits/rate-limit.stage.js';
import { createStreamUsageStage } from '../stream-format/stream-usage.stage.js';
import { createTokenLimitStage, type ContextWindow } from '../token-limit/token-limit.stage.js';
import type { FeatureStores } from './feature-stores.js';

/** All features, in the order in which a call goes through them (interface ruling 10). */
export function createStages(config: Config, stores: FeatureStores, logger: Logger): Stage[] {
  const { state, policies, prompts } = stores;
  return [
    createPromptStage(prompts, ({ door, path }) => door === unifiedDoor && findUnifiedApi(path) === 'chat'),
    createStreamUsageStage(),
    createTokenLimitStage({ contextOf }),
    createCacheStage({
      state,
      logger,
      flightWaitMs: config.CACHE_FLIGHT_WAIT_MS,
      embedder: createEmbedder(config),
    }),
    createRateLimitStage({ state, policies, logger }),
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

/** Whether a call goes to OpenAI: by its door or target, or by the author of the model that it names. */
export function isOpenAiCall(call: Call): boolean {
  const { door } = call.head;
  if (door !== unifiedDoor) return call.exchange.providerId === 'openai';
  const model = call.json?.['model'];
  return typeof model === 'string' && firstModel(model)?.author === 'openai';
}
