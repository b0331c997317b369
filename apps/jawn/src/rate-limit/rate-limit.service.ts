import {
  type createRateLimitSchema,
  type RateLimitRule,
  type updateRateLimitSchema,
} from '@heliostat/contracts';
import { CodedError } from '@heliostat/platform';
import { type RateLimitPolicyEntity } from '@heliostat/stores/postgres';
import { Injectable } from '@nestjs/common';
import { type z } from 'zod';
import { isUniqueViolation } from '../organization/unique-violation.js';
import { type Principal } from '../principal/principal.js';
import { RateLimitRepository, type RateLimitValues } from './rate-limit.repository.js';

/** The rate limits that the caller's organisation keeps here. */
@Injectable()
export class RateLimitService {
  constructor(private readonly repository: RateLimitRepository) {}

  async list({ organizationId }: Principal): Promise<RateLimitRule[]> {
    return (await this.repository.list(organizationId)).map(ruleOf);
  }

  async create(
    { organizationId }: Principal,
    input: z.infer<typeof createRateLimitSchema>,
  ): Promise<RateLimitRule> {
    await this.checkKey(organizationId, input.api_key_id);
    const values = valuesOf(input) as RateLimitValues;
    return ruleOf(await named(input.name, () => this.repository.create(organizationId, values)));
  }

  async update(
    { organizationId }: Principal,
    id: string,
    input: z.infer<typeof updateRateLimitSchema>,
  ): Promise<RateLimitRule> {
    await this.checkKey(organizationId, input.api_key_id);
    const changed = await named(input.name, () =>
      this.repository.update(organizationId, id, valuesOf(input)),
    );
    if (!changed) throw unknown();
    return ruleOf(changed);
  }

  async delete({ organizationId }: Principal, id: string): Promise<void> {
    if (!(await this.repository.delete(organizationId, id))) throw unknown();
  }

  private async checkKey(organizationId: string, keyId: string | null | undefined): Promise<void> {
    if (keyId && !(await this.repository.hasKey(organizationId, keyId)))
      throw new CodedError('rate-limit/key', 'api_key_id: there is no such API key', 400);
  }
}

async function named<T>(name: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new CodedError('rate-limit/name', `There is a rate limit called ${name} already`, 409);
  }
}

const unknown = () => new CodedError('rate-limit/unknown', 'There is no such rate limit', 404);

function valuesOf(input: z.infer<typeof updateRateLimitSchema>): Partial<RateLimitValues> {
  const values = {
    name: input.name,
    quota: input.quota,
    windowSeconds: input.window_seconds,
    unit: input.unit,
    segment: input.segment,
    apiKeyId: input.api_key_id,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

const ruleOf = (policy: RateLimitPolicyEntity): RateLimitRule => ({
  id: policy.id,
  name: policy.name,
  quota: policy.quota,
  window_seconds: policy.windowSeconds,
  unit: policy.unit,
  segment: policy.segment,
  api_key_id: policy.apiKeyId,
  created_at: policy.createdAt.toISOString(),
  updated_at: policy.updatedAt.toISOString(),
});
