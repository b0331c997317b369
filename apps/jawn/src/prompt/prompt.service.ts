import {
  type createPromptSchema,
  type Prompt,
  type PromptBody,
  type promptDeploymentSchema,
  type promptQuerySchema,
  type PromptVersion,
  type updatePromptSchema,
} from '@heliostat/contracts';
import { CodedError, type Config } from '@heliostat/platform';
import { type PromptEntity } from '@heliostat/stores/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { type z } from 'zod';
import { isUniqueViolation } from '../organization/unique-violation.js';
import { CONFIG } from '../platform/tokens.js';
import { type Principal } from '../principal/principal.js';
import { newPromptId } from './prompt-id.js';
import { promptLinkKey, readPromptLink, signPromptLink } from './prompt-link.js';
import { PromptRepository, type VersionRow } from './prompt.repository.js';

const linkMs = 3_600_000;
/** Of 57 billion ids one is rarely taken; several in a row never are. */
const idAttempts = 5;

type Deployment = z.infer<typeof promptDeploymentSchema>;

/** Prompts and their versions for the REST API (PR-09). */
@Injectable()
export class PromptService {
  private readonly linkKey: Buffer;

  constructor(
    private readonly repository: PromptRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.linkKey = promptLinkKey(config.BETTER_AUTH_SECRET ?? '');
  }

  async create(
    { organizationId, userId }: Principal,
    { name, tags, promptBody }: z.infer<typeof createPromptSchema>,
  ): Promise<{ id: string; versionId: string }> {
    const version = {
      body: promptBody,
      model: modelOf(promptBody),
      commitMessage: 'Initial version',
      createdBy: userId,
    };
    for (let attempt = 1; ; attempt++) {
      const id = newPromptId();
      try {
        const versionId = await this.repository.create(
          { id, organizationId, name, tags: unique(tags) },
          version,
        );
        return { id, versionId };
      } catch (error) {
        if (!isUniqueViolation(error) || attempt === idAttempts) throw error;
      }
    }
  }

  async update(
    { organizationId, userId }: Principal,
    input: z.infer<typeof updatePromptSchema>,
  ): Promise<{ id: string }> {
    const { promptId, promptVersionId, newMajorVersion, environment, commitMessage, promptBody } = input;
    const added = await this.repository.addVersion(
      organizationId,
      promptId,
      promptVersionId,
      newMajorVersion,
      {
        body: promptBody,
        model: modelOf(promptBody),
        commitMessage,
        createdBy: userId,
        environment,
      },
    );
    if ('missing' in added) throw missing(added.missing);
    return added;
  }

  async deploy(
    { organizationId }: Principal,
    { promptId, promptVersionId, environment }: Deployment,
  ): Promise<void> {
    const absent = await this.repository.deploy(organizationId, promptId, promptVersionId, environment);
    if (absent) throw missing(absent);
  }

  async undeploy(
    { organizationId }: Principal,
    { promptId, promptVersionId, environment }: Deployment,
  ): Promise<void> {
    if (!(await this.repository.undeploy(organizationId, promptId, promptVersionId, environment)))
      throw new CodedError('prompt/environment', `This version does not serve ${environment}`, 404);
  }

  async rename({ organizationId }: Principal, id: string, name: string): Promise<void> {
    if (!(await this.repository.update(organizationId, id, { name }))) throw missing('prompt');
  }

  async setTags({ organizationId }: Principal, id: string, tags: string[]): Promise<string[]> {
    const set = unique(tags);
    if (!(await this.repository.update(organizationId, id, { tags: set }))) throw missing('prompt');
    return set;
  }

  async get({ organizationId }: Principal, id: string): Promise<Prompt> {
    const prompt = await this.repository.find(organizationId, id);
    if (!prompt) throw missing('prompt');
    return viewOf(prompt);
  }

  count({ organizationId }: Principal): Promise<number> {
    return this.repository.count(organizationId);
  }

  tags({ organizationId }: Principal): Promise<string[]> {
    return this.repository.tags(organizationId);
  }

  environments({ organizationId }: Principal): Promise<string[]> {
    return this.repository.environments(organizationId);
  }

  async query(
    { organizationId }: Principal,
    { search, tagsFilter, page, pageSize }: z.infer<typeof promptQuerySchema>,
  ): Promise<Prompt[]> {
    const found = await this.repository.search(organizationId, {
      search,
      tags: tagsFilter,
      offset: page * pageSize,
      limit: pageSize,
    });
    return found.map(viewOf);
  }

  async version({ organizationId }: Principal, id: string): Promise<PromptVersion> {
    const row = await this.repository.version(organizationId, id);
    if (!row) throw missing('version');
    return this.versionView(organizationId, row);
  }

  async body(principal: Principal, versionId: string): Promise<PromptBody> {
    return (await this.version(principal, versionId)).prompt_body ?? {};
  }

  async deployed(
    { organizationId }: Principal,
    promptId: string,
    environment: string,
  ): Promise<PromptVersion> {
    const row = await this.repository.deployed(organizationId, promptId, environment);
    // One of several that serve this version, the one that was asked for.
    if (row) return { ...this.versionView(organizationId, row), environment };
    await this.mustExist(organizationId, promptId);
    throw new CodedError('prompt/environment', `This prompt has no version in ${environment}`, 404);
  }

  async versions({ organizationId }: Principal, promptId: string, major?: number): Promise<PromptVersion[]> {
    const rows = await this.repository.versions(organizationId, promptId, major);
    if (rows.length === 0) await this.mustExist(organizationId, promptId);
    return rows.map((row) => this.versionView(organizationId, row));
  }

  async versionCounts(
    principal: Principal,
    promptId: string,
  ): Promise<{ totalVersions: number; majorVersions: number }> {
    const versions = await this.versions(principal, promptId);
    const majors = new Set(versions.map(({ major_version }) => major_version));
    return { totalVersions: versions.length, majorVersions: majors.size };
  }

  async delete({ organizationId }: Principal, id: string): Promise<void> {
    if (!(await this.repository.delete(organizationId, id))) throw missing('prompt');
  }

  async deleteVersion({ organizationId }: Principal, promptId: string, id: string): Promise<void> {
    if (!(await this.repository.deleteVersion(organizationId, promptId, id))) throw missing('version');
  }

  /** A body by its link. Throws 403 for a forged link or an expired one, 404 for a version that is gone. */
  async bodyByLink(token: string, now = Date.now()): Promise<PromptBody> {
    const link = readPromptLink(this.linkKey, token, now);
    if (link === null) throw new CodedError('prompt/signature', 'This link is not valid', 403);
    if (link === 'expired')
      throw new CodedError('prompt/expired', 'This link has expired: ask for the version again', 403);
    const row = await this.repository.version(link.organizationId, link.versionId);
    if (!row) throw missing('version');
    return row.body ?? {};
  }

  private async mustExist(organizationId: string, promptId: string): Promise<void> {
    if (!(await this.repository.find(organizationId, promptId))) throw missing('prompt');
  }

  private versionView(organizationId: string, row: VersionRow): PromptVersion {
    const token = signPromptLink(this.linkKey, { organizationId, versionId: row.id }, Date.now() + linkMs);
    const [environment] = row.environments;
    return {
      id: row.id,
      model: row.model,
      prompt_id: row.prompt_id,
      major_version: row.major,
      minor_version: row.minor,
      commit_message: row.commit_message,
      environments: row.environments,
      ...(environment !== undefined && { environment }),
      created_at: row.created_at.toISOString(),
      s3_url: `${this.config.publicUrl}/api/v1/prompt-2025/body/${token}`,
      ...(row.body !== undefined && { prompt_body: row.body }),
    };
  }
}

const missing = (what: 'prompt' | 'version'): CodedError =>
  new CodedError(
    `prompt/unknown-${what}`,
    what === 'prompt' ? 'There is no such prompt' : 'There is no such version of the prompt',
    404,
  );

const unique = (tags: string[]): string[] => [...new Set(tags)];

/** A model with a variable in it is known when the prompt is assembled, and not before. */
const modelOf = ({ model }: PromptBody): string =>
  typeof model === 'string' ? model.replaceAll('\0', '') : '';

const viewOf = ({ id, name, tags, createdAt }: PromptEntity): Prompt => ({
  id,
  name,
  tags,
  created_at: createdAt.toISOString(),
});
