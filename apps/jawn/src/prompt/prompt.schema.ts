import { type Prompt, type PromptVersion } from '@heliostat/contracts';
import { z } from 'zod';

export const promptSchema = z.object({
  id: z.string(),
  name: z.string(),
  tags: z.array(z.string()),
  created_at: z.iso.datetime(),
}) satisfies z.ZodType<Prompt>;

export const promptVersionSchema = z.object({
  id: z.uuid(),
  model: z.string(),
  prompt_id: z.string(),
  major_version: z.number().int(),
  minor_version: z.number().int(),
  commit_message: z.string(),
  environments: z.array(z.string()),
  environment: z.string().optional(),
  created_at: z.iso.datetime(),
  s3_url: z.url(),
  prompt_body: z.record(z.string(), z.unknown()).optional(),
}) satisfies z.ZodType<PromptVersion>;

export const promptInputsSchema = z.object({
  request_id: z.string(),
  version_id: z.string(),
  inputs: z.record(z.string(), z.unknown()),
});
export const versionCountsSchema = z.object({
  totalVersions: z.number().int(),
  majorVersions: z.number().int(),
});
