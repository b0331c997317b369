import { CodedError } from '@heliostat/platform';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const email = 'demo@heliostat.local';
const setupSchema = z.looseObject({
  data: z.looseObject({ firstOwner: z.boolean(), proxyUrl: z.string() }),
});
const createdSchema = z.looseObject({ data: z.looseObject({ apiKey: z.string() }) });
const savedSchema = z.object({ email: z.string(), password: z.string(), apiKey: z.string() });

export type DemoAccount = { email: string; password: string; apiKey: string };
export type Setup = { firstOwner: boolean; proxyUrl: string };

/** Whether the install has an owner, and where its proxy is. Throws `demo/not-running` when nothing answers. */
export async function readSetup(webUrl: string): Promise<Setup> {
  const reply = await fetch(`${webUrl}/api/v1/public/setup`).catch(() => null);
  const parsed = setupSchema.safeParse(await reply?.json().catch(() => null));
  if (parsed.success) return parsed.data.data;
  throw new CodedError(
    'demo/not-running',
    `No Heliostat answers at ${webUrl}. Start it with npm start in another terminal, or name its address by --url.`,
    503,
  );
}

/** The account that an earlier demo made on this data directory, if the file is there. */
export function savedAccount(dataDir: string): DemoAccount | null {
  const file = accountFile(dataDir);
  if (!existsSync(file)) return null;
  const parsed = savedSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.data : null;
}

/**
 * Signs up the first owner through the public pages' own routes and makes an API key. Kept in the data directory
 * (readable by its owner alone) when that is on this machine, so that a second demo finds it.
 */
export async function createAccount(webUrl: string, dataDir: string): Promise<DemoAccount> {
  const password = randomBytes(9).toString('base64url');
  const headers = { 'content-type': 'application/json', origin: new URL(webUrl).origin };
  const signUp = await fetch(`${webUrl}/api/auth/sign-up/email`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ name: 'Demo', email, password }),
  });
  if (!signUp.ok)
    throw new CodedError(
      'demo/sign-up',
      `The sign-up was refused (${signUp.status}): ${await signUp.text()}`,
      502,
    );
  const cookie = signUp.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const created = await fetch(`${webUrl}/api/v1/api-keys`, {
    method: 'POST',
    headers: { ...headers, cookie },
    body: JSON.stringify({ api_key_name: 'Demo traffic' }),
  });
  const parsed = createdSchema.safeParse(await created.json().catch(() => null));
  if (!parsed.success)
    throw new CodedError('demo/key', `No API key could be made (${created.status} from /v1/api-keys).`, 502);
  const account = { email, password, apiKey: parsed.data.data.apiKey };
  if (existsSync(dataDir)) writeFileSync(accountFile(dataDir), JSON.stringify(account), { mode: 0o600 });
  return account;
}

/** What to do when the install has an owner and no key was given. */
export const keyNeeded = (webUrl: string) =>
  new CodedError(
    'demo/key-needed',
    `This Heliostat already has an owner, so the demo needs an API key:\n` +
      `  1. open ${webUrl}/settings/api-keys and create one\n` +
      `  2. npm run demo -- --key sk-helicone-…   (or set HELIOSTAT_API_KEY)`,
    401,
  );

const accountFile = (dataDir: string) => join(dataDir, 'demo-account.json');
