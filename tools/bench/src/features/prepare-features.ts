import { changeChannel } from '@heliostat/contracts';
import { randomUUID } from 'node:crypto';
import type { HeliostatStack } from '../stack/heliostat-stack.js';
import { savedPrompt } from './gateway-cases.js';

export type Prepared = { limitedKey: string; promptId: string };

/** Makes what the features need: a saved prompt, and a second key with a stored rate limit that never refuses. */
export async function prepareFeatures(stack: HeliostatStack): Promise<Prepared> {
  const suffix = randomUUID().slice(0, 8);
  const prompt = await stack.api<{ id: string }>('/v1/prompt-2025', {
    name: `bench-${suffix}`,
    promptBody: savedPrompt,
  });
  const key = await stack.api<{ id: string; apiKey: string }>('/v1/api-keys', {
    api_key_name: `bench-limited-${suffix}`,
  });
  // Keys may not set limits.
  const { org } = await stack.identity();
  await stack.query(
    `INSERT INTO rate_limit_policy (id, organization_id, api_key_id, name, quota, window_seconds, unit)
     VALUES ($1, $2, $3, $4, 1e9, 3600, 'request')`,
    [randomUUID(), org, key.id, `bench-${suffix}`],
  );
  await stack.query('SELECT pg_notify($1, $2)', [changeChannel, JSON.stringify({ kind: 'policy', id: org })]);
  return { limitedKey: key.apiKey, promptId: prompt.id };
}
