import { randomUUID } from 'node:crypto';
import { type PromptBody } from '@heliostat/contracts';
import {
  notifyChange,
  PromptEntity,
  PromptEnvironmentEntity,
  PromptVersionEntity,
} from '@heliostat/stores/postgres';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';

export type VersionRow = {
  id: string;
  prompt_id: string;
  major: number;
  minor: number;
  model: string;
  commit_message: string;
  created_at: Date;
  environments: string[];
  /** Only where one version was asked for. */
  body?: PromptBody;
};

export type NewVersion = {
  body: PromptBody;
  model: string;
  commitMessage: string;
  createdBy: string | null;
  environment?: string;
};

export type PromptSearch = { search: string; tags: string[]; offset: number; limit: number };

const versionColumns = `version.id, version.prompt_id, version.major, version.minor, version.model,
  version.commit_message, version.created_at, coalesce((
    SELECT array_agg(environment.name ORDER BY environment.name <> 'production', environment.name)
    FROM prompt_environment AS environment WHERE environment.version_id = version.id), '{}') AS environments`;
const ownVersions = `FROM prompt_version AS version JOIN prompt ON prompt.id = version.prompt_id
  AND prompt.organization_id = $1 AND prompt.deleted_at IS NULL`;

/** Prompts and their versions in Postgres, always those of one organisation; every change of what calls get is announced. */
@Injectable()
export class PromptRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(organizationId: string, id: string): Promise<PromptEntity | null> {
    return this.dataSource.getRepository(PromptEntity).findOneBy({ id, organizationId, deletedAt: IsNull() });
  }

  count(organizationId: string): Promise<number> {
    return this.dataSource.getRepository(PromptEntity).countBy({ organizationId, deletedAt: IsNull() });
  }

  /** Newest first. The search is for a part of the name or the whole id, in any case. */
  search(organizationId: string, { search, tags, offset, limit }: PromptSearch): Promise<PromptEntity[]> {
    const query = this.dataSource
      .getRepository(PromptEntity)
      .createQueryBuilder('prompt')
      .where({ organizationId, deletedAt: IsNull() })
      .orderBy('prompt.created_at', 'DESC')
      .addOrderBy('prompt.id')
      .offset(offset)
      .limit(limit);
    if (search !== '')
      query.andWhere('(position(lower(:search) in lower(prompt.name)) > 0 OR prompt.id = :search)', {
        search,
      });
    if (tags.length > 0) query.andWhere('prompt.tags && :tags::text[]', { tags });
    return query.getMany();
  }

  async tags(organizationId: string): Promise<string[]> {
    const rows = await this.dataSource.query<{ tag: string }[]>(
      `SELECT DISTINCT unnest(tags) AS tag FROM prompt
       WHERE organization_id = $1 AND deleted_at IS NULL ORDER BY tag`,
      [organizationId],
    );
    return rows.map(({ tag }) => tag);
  }

  async environments(organizationId: string): Promise<string[]> {
    const rows = await this.dataSource.query<{ name: string }[]>(
      `SELECT DISTINCT environment.name FROM prompt_environment AS environment
       JOIN prompt ON prompt.id = environment.prompt_id AND organization_id = $1 AND deleted_at IS NULL
       ORDER BY environment.name`,
      [organizationId],
    );
    return rows.map(({ name }) => name);
  }

  /** A version with its body. */
  async version(organizationId: string, id: string): Promise<VersionRow | undefined> {
    const [row] = await this.dataSource.query<VersionRow[]>(
      `SELECT ${versionColumns}, version.body ${ownVersions} WHERE version.id = $2`,
      [organizationId, id],
    );
    return row;
  }

  /** The version with its body that an environment serves. */
  async deployed(
    organizationId: string,
    promptId: string,
    environment: string,
  ): Promise<VersionRow | undefined> {
    const [row] = await this.dataSource.query<VersionRow[]>(
      `SELECT ${versionColumns}, version.body ${ownVersions}
       JOIN prompt_environment AS served ON served.version_id = version.id AND served.name = $3
       WHERE prompt.id = $2`,
      [organizationId, promptId, environment],
    );
    return row;
  }

  /** Newest first, without bodies. */
  versions(organizationId: string, promptId: string, major: number | undefined): Promise<VersionRow[]> {
    return this.dataSource.query<VersionRow[]>(
      `SELECT ${versionColumns} ${ownVersions}
       WHERE prompt.id = $2 AND ($3::integer IS NULL OR version.major = $3)
       ORDER BY version.major DESC, version.minor DESC`,
      [organizationId, promptId, major ?? null],
    );
  }

  /** Makes a prompt whose first version, 1.0, is in production. Fails with 23505 where the id is taken. */
  create(
    prompt: Pick<PromptEntity, 'id' | 'organizationId' | 'name' | 'tags'>,
    version: NewVersion,
  ): Promise<string> {
    return this.change(prompt.organizationId, async (manager) => {
      await manager.insert(PromptEntity, prompt);
      return insertVersion(manager, prompt.id, 1, 0, { ...version, environment: 'production' });
    });
  }

  /**
   * Adds a version: the next major one, or the next minor one of `base`'s major. The id of the version, or what was
   * missing.
   */
  addVersion(
    organizationId: string,
    promptId: string,
    base: string,
    newMajor: boolean,
    version: NewVersion,
  ): Promise<{ id: string } | { missing: 'prompt' | 'version' }> {
    return this.change(organizationId, async (manager) => {
      if (!(await lock(manager, organizationId, promptId))) return { missing: 'prompt' };
      const from = await manager.findOneBy(PromptVersionEntity, { id: base, promptId });
      if (!from) return { missing: 'version' };
      const [next] = await manager.query<{ major: number; minor: number }[]>(
        `SELECT max(major) + 1 AS major, max(minor) FILTER (WHERE major = $2) + 1 AS minor
         FROM prompt_version WHERE prompt_id = $1`,
        [promptId, from.major],
      );
      const [major, minor] = newMajor ? [next!.major, 0] : [from.major, next!.minor];
      return { id: await insertVersion(manager, promptId, major, minor, version) };
    });
  }

  /** Lets an environment serve a version. What was missing, if anything. */
  deploy(
    organizationId: string,
    promptId: string,
    versionId: string,
    environment: string,
  ): Promise<'prompt' | 'version' | undefined> {
    return this.change(organizationId, async (manager) => {
      if (!(await lock(manager, organizationId, promptId))) return 'prompt';
      if (!(await manager.existsBy(PromptVersionEntity, { id: versionId, promptId }))) return 'version';
      await setEnvironment(manager, promptId, versionId, environment);
      return undefined;
    });
  }

  /** Takes an environment from a version; false where the version does not serve it. */
  undeploy(organizationId: string, promptId: string, versionId: string, name: string): Promise<boolean> {
    return this.change(organizationId, async (manager) => {
      if (!(await lock(manager, organizationId, promptId))) return false;
      const { affected } = await manager.delete(PromptEnvironmentEntity, { promptId, versionId, name });
      return affected === 1;
    });
  }

  /** False where the organisation has no such prompt. */
  async update(
    organizationId: string,
    id: string,
    values: Partial<Pick<PromptEntity, 'name' | 'tags'>>,
  ): Promise<boolean> {
    const { affected } = await this.dataSource
      .getRepository(PromptEntity)
      .update({ id, organizationId, deletedAt: IsNull() }, values);
    return affected === 1;
  }

  /** The versions go at once; the row stays, so that logs can name it. */
  delete(organizationId: string, id: string): Promise<boolean> {
    return this.change(organizationId, async (manager) => {
      if (!(await lock(manager, organizationId, id))) return false;
      await manager.delete(PromptVersionEntity, { promptId: id });
      await manager.update(PromptEntity, { id, organizationId }, { deletedAt: new Date() });
      return true;
    });
  }

  /** With the environments that it serves. */
  deleteVersion(organizationId: string, promptId: string, id: string): Promise<boolean> {
    return this.change(organizationId, async (manager) => {
      if (!(await lock(manager, organizationId, promptId))) return false;
      const { affected } = await manager.delete(PromptVersionEntity, { id, promptId });
      return affected === 1;
    });
  }

  private change<T>(organizationId: string, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      const result = await work(manager);
      await notifyChange(manager, { kind: 'prompt', id: organizationId });
      return result;
    });
  }
}

const lock = (manager: EntityManager, organizationId: string, id: string): Promise<PromptEntity | null> =>
  manager.findOne(PromptEntity, {
    where: { id, organizationId, deletedAt: IsNull() },
    lock: { mode: 'pessimistic_write' },
  });

async function insertVersion(
  manager: EntityManager,
  promptId: string,
  major: number,
  minor: number,
  { environment, ...version }: NewVersion,
): Promise<string> {
  const id = randomUUID();
  await manager.insert(PromptVersionEntity, { id, promptId, major, minor, ...version });
  if (environment !== undefined) await setEnvironment(manager, promptId, id, environment);
  return id;
}

const setEnvironment = (manager: EntityManager, promptId: string, versionId: string, name: string) =>
  manager.upsert(PromptEnvironmentEntity, { promptId, versionId, name, updatedAt: new Date() }, [
    'promptId',
    'name',
  ]);
