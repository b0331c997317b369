import { z } from 'zod';

const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\0]*$/, 'expected text without the character U+0000');
const name = text(200).min(1);
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected the id of a prompt');
const versionId = z.uuid({ error: 'expected the id of a version' });
const tags = z.array(text(100).min(1)).max(100);
/** As `{{hcp:…}}` and a call's `environment` may name it. */
export const promptEnvironmentSchema = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_.-]{1,128}$/, 'expected a name such as production: letters, digits, _ . -');

/** Characters of a body's JSON. */
export const maxPromptBody = 1_000_000;

/** A chat completion's body with variables in it; fields that we do not know are kept. */
export const promptBodySchema = z.record(z.string(), z.unknown()).superRefine((body, context) => {
  const fault = (message: string, path: string[] = []) => context.addIssue({ code: 'custom', message, path });
  if (body.model !== undefined && typeof body.model !== 'string') fault('expected text', ['model']);
  if (body.messages !== undefined && !Array.isArray(body.messages)) fault('expected a list', ['messages']);
  if (body.tools !== undefined && !Array.isArray(body.tools)) fault('expected a list', ['tools']);
  if (JSON.stringify(body).length > maxPromptBody)
    fault(`expected at most ${maxPromptBody / 1e6} million characters of JSON`);
});
export type PromptBody = Record<string, unknown>;

export const promptIdSchema = id;
export const promptVersionIdSchema = versionId;
export const createPromptSchema = z.object({ name, tags: tags.default([]), promptBody: promptBodySchema });
export const updatePromptSchema = z.object({
  promptId: id,
  promptVersionId: versionId,
  newMajorVersion: z.boolean().default(false),
  environment: promptEnvironmentSchema.optional(),
  commitMessage: text(2000).default(''),
  promptBody: promptBodySchema,
});
export const promptDeploymentSchema = z.object({
  promptId: id,
  promptVersionId: versionId,
  environment: promptEnvironmentSchema,
});
export const renamePromptSchema = z.object({ name });
export const promptTagsSchema = z.object({ tags });
export const promptQuerySchema = z.object({
  search: text(200).default(''),
  tagsFilter: tags.default([]),
  page: z.number().int().min(0).max(1e6).default(0),
  pageSize: z.number().int().min(1).max(1000).default(10),
});
export const promptVersionQuerySchema = z.object({ promptVersionId: versionId });
export const promptVersionsQuerySchema = z.object({
  promptId: id,
  majorVersion: z.number().int().min(0).max(1e9).optional(),
});
export const promptOnlySchema = z.object({ promptId: id });
export const promptEnvironmentQuerySchema = z.object({ promptId: id, environment: promptEnvironmentSchema });

export type Prompt = { id: string; name: string; tags: string[]; created_at: string };

export type PromptVersion = {
  id: string;
  /** Empty where the body has none. */
  model: string;
  prompt_id: string;
  major_version: number;
  minor_version: number;
  commit_message: string;
  /** Those that serve this version. */
  environments: string[];
  /** One of them, `production` first; absent where there is none. */
  environment?: string;
  created_at: string;
  /** A link to the body as JSON that works for an hour without any key. */
  s3_url: string;
  /** Where one version was asked for. */
  prompt_body?: PromptBody;
};
