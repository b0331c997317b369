import { CodedError, type Config } from '@heliostat/platform';
import { isRefusal } from '../credits/credit-ledger.js';
import type { FeatureStores } from '../server/feature-stores.js';

export type OpenAiKey = {
  key: string;
  /** The organisation's. */
  own: boolean;
  /** It is the installation's, and paid from a balance. */
  limited?: true;
};

/**
 * A key for OpenAI where the client has none: the organisation's own, else the installation's. The error is the one to
 * tell where there is none (401), or where the organisation may not spend on the installation's (429, 403).
 */
export async function findOpenAiKey(
  org: string,
  settings: Config['providers'],
  { ownKeys, credits }: Pick<FeatureStores, 'ownKeys' | 'credits'>,
): Promise<OpenAiKey | CodedError> {
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
  // What the session's replies cost is set aside one by one, as they are asked for.
  await result.settle(0n);
  return { key, own: false, limited: true };
}
