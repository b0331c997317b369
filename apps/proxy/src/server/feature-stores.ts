import type { SharedState } from '@heliostat/stores/state';
import type { CreditLedger } from '../credits/credit-ledger.js';
import type { PromptStore } from '../prompts/prompt-store.js';
import type { ProviderKeyStore } from '../provider-keys/provider-key-store.js';
import type { RateLimitPolicyStore } from '../rate-limits/policy-store.js';

/** What features keep outside of the proxy's process. */
export type FeatureStores = {
  state: SharedState;
  ownKeys: ProviderKeyStore;
  credits: CreditLedger;
  prompts: PromptStore;
  policies: RateLimitPolicyStore;
};
