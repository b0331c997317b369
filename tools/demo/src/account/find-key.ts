import { createAccount, keyNeeded, savedAccount, type DemoAccount, type Setup } from './demo-account.js';

export type FoundKey = { apiKey: string; account: DemoAccount | null };

/** A key to send with: the given one, the demo's own, or that of a new first owner. */
export async function findKey(
  given: string | undefined,
  setup: Setup,
  webUrl: string,
  dataDir: string,
): Promise<FoundKey> {
  if (given) return { apiKey: given, account: null };
  if (setup.firstOwner) {
    const account = await createAccount(webUrl, dataDir);
    return { apiKey: account.apiKey, account };
  }
  const account = savedAccount(dataDir);
  if (account) return { apiKey: account.apiKey, account };
  throw keyNeeded(webUrl);
}
