import { CodedError, type Config } from '@heliostat/platform';
import { isRefusal } from '../credits/credit-ledger.js';
import type { FeatureStores } from '../server/feature-stores.js';

/**
 * A key for OpenAI where the client has none: the organisation's own, else the installation's. What a realtime session
 * will cost cannot be set aside before it, so an organisation with a balance needs a key of its own.
 */
export async function findOpenAiKey(
  org: string,
  settings: Config['providers'],
  { ownKeys, credits }: Pick<FeatureStores, 'ownKeys' | 'credits'>,
): Promise<{ key: string; own: boolean } | CodedError> {
  const keys = await ownKeys.keysOf(org);
  const own = keys.find(({ provider, byokEnabled }) => provider === 'openai' && byokEnabled);
  if (own !== undefined) return { key: own.key, own: true };
  const key = settings['openai']?.apiKey;
  if (key === undefined)
    return new CodedError(
      'gateway/no-provider-key',
      'There is no key for OpenAI. Add one under Settings → Providers, or set PROVIDER_OPENAI_API_KEY for the whole installation.',
      401,
    );
  const call = { org, id: `realtime-${Date.now()}-${Math.random()}`, createdAt: Date.now() };
  const result = await credits.reserve(call, 1n);
  if (result === 'unlimited') return { key, own: false };
  if (isRefusal(result)) return new CodedError('gateway/credits', result.message, result.status);
  await result.settle(0n);
  return new CodedError(
    'gateway/realtime-credits',
    'What a realtime session costs is not known before its end, so credits do not pay for it: add a key for OpenAI under Settings → Providers.',
    403,
  );
}
