import type { Config } from '@heliostat/platform';
import type { GuardedCall, GuardStage } from '../pipeline/guarded-call.js';
import { createEndpointModerator } from './moderation/endpoint-moderator.driver.js';
import { createLocalModerator } from './moderation/local-moderator.js';
import { createModerationStage, type ModerationDependencies } from './moderation/moderation.stage.js';
import { createEndpointDetector } from './security/endpoint-detector.driver.js';
import { createLocalDetector } from './security/local-detector.js';
import { createLocalHazardDetector } from './security/local-hazards.js';
import type { PromptDetector } from './security/prompt-detector.js';
import { createSecurityStage, type GuardTier } from './security/security.stage.js';

export type GuardSettings = Pick<
  Config,
  | 'LLM_SECURITY_URL'
  | 'LLM_SECURITY_MODEL'
  | 'LLM_SECURITY_API_KEY'
  | 'LLM_SECURITY_THRESHOLD'
  | 'LLM_SECURITY_ADVANCED_URL'
  | 'LLM_SECURITY_ADVANCED_MODEL'
  | 'LLM_SECURITY_ADVANCED_API_KEY'
  | 'MODERATION'
  | 'MODERATION_URL'
  | 'MODERATION_MODEL'
  | 'MODERATION_API_KEY'
  | 'GUARD_TIMEOUT_MS'
  | 'providers'
  | 'publicUrl'
>;

export type GuardDependencies = {
  /** Whether the call goes to OpenAI, by its door or by the model in its body. */
  isOpenAiCall(call: GuardedCall): boolean;
  /** The organisation's key for OpenAI, else the installation's, else the client's own; without `Bearer`. */
  openAiKeyOf(call: GuardedCall): Promise<string | undefined> | string | undefined;
};

/** Prompt Guard reads 512 tokens at once, Llama Guard a whole message. */
const promptGuardStretch = 1_800;
const llamaGuardStretch = 16_000;
const openAiBase = 'https://api.openai.com';

/** The stages of `Helicone-LLM-Security-…` and `Helicone-Moderations-Enabled`, as the settings have them. */
export function createGuardStages(
  settings: GuardSettings,
  { isOpenAiCall, openAiKeyOf }: GuardDependencies,
): { security: GuardStage; moderation: GuardStage } {
  const timeoutMs = settings.GUARD_TIMEOUT_MS;
  const threshold = settings.LLM_SECURITY_THRESHOLD;
  const base = tier(
    createLocalDetector(threshold),
    settings.LLM_SECURITY_URL === undefined
      ? undefined
      : createEndpointDetector({
          url: settings.LLM_SECURITY_URL,
          model: settings.LLM_SECURITY_MODEL,
          apiKey: settings.LLM_SECURITY_API_KEY,
          stretch: promptGuardStretch,
          timeoutMs,
          threshold,
        }),
  );
  const advanced = tier(
    createLocalHazardDetector(),
    settings.LLM_SECURITY_ADVANCED_URL === undefined
      ? undefined
      : createEndpointDetector({
          url: settings.LLM_SECURITY_ADVANCED_URL,
          model: settings.LLM_SECURITY_ADVANCED_MODEL,
          apiKey: settings.LLM_SECURITY_ADVANCED_API_KEY,
          stretch: llamaGuardStretch,
          timeoutMs,
          threshold,
        }),
  );
  return {
    security: createSecurityStage({ isOpenAiCall, base, advanced }),
    moderation: createModerationStage({
      isOpenAiCall,
      publicUrl: settings.publicUrl,
      ...moderatorOf(settings, openAiKeyOf),
    }),
  };
}

const tier = (local: PromptDetector, endpoint: PromptDetector | undefined): GuardTier =>
  endpoint === undefined ? { detector: local } : { detector: endpoint, fallback: local };

function moderatorOf(
  settings: GuardSettings,
  openAiKeyOf: GuardDependencies['openAiKeyOf'],
): Pick<ModerationDependencies, 'moderator' | 'keyOf' | 'keyless'> {
  const { MODERATION_URL: url, MODERATION_MODEL: model, MODERATION_API_KEY: apiKey } = settings;
  if (settings.MODERATION === 'local')
    return { moderator: createLocalModerator(), keyOf: () => undefined, keyless: true };
  const moderator = createEndpointModerator({
    url: url ?? settings.providers['openai']?.baseUrl ?? openAiBase,
    model,
    timeoutMs: settings.GUARD_TIMEOUT_MS,
  });
  if (apiKey !== undefined) return { moderator, keyOf: () => apiKey, keyless: false };
  // Nobody's key for OpenAI goes to another server.
  if (url !== undefined) return { moderator, keyOf: () => undefined, keyless: true };
  return { moderator, keyOf: openAiKeyOf, keyless: false };
}
