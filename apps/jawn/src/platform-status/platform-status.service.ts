import {
  type PlatformBackup,
  type PlatformBackupRun,
  type PlatformBackups,
  type PlatformMigrations,
  type PlatformOverview,
  type PlatformPart,
  type PlatformQueues,
  type PlatformRestorePlan,
  type PlatformSchemaState,
} from '@heliostat/contracts';
import { CodedError, type Logger, version } from '@heliostat/platform';
import { type ClickHouse, readClickHouseMigrations } from '@heliostat/stores/clickhouse';
import { type MigrationState, readPostgresMigrations } from '@heliostat/stores/postgres';
import { type QueueCounter } from '@heliostat/stores/queue';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CLICKHOUSE } from '../clickhouse/clickhouse.module.js';
import { LOGGER } from '../platform/tokens.js';
import { BackupCatalog } from './backup-catalog.js';
import { Cached } from './cached.js';
import { PLATFORM_SOURCE, type PlatformSource, sourceLimitMs } from './platform-source.js';
import { problemsOf, statusOf } from './problems.js';
import { withLimit } from './with-limit.js';

/** However many pages are open, nothing is asked more often. */
const maxAgeMs = 2_000;
/** Manifests lie in a bucket, each an object of its own. */
const backupsAgeMs = 15_000;
const schemaAgeMs = 10_000;
/** For what apps say of themselves, which is asked after the source. */
const sourceGraceMs = 2_000;

export const QUEUE_COUNTER = Symbol('queue counter');

/** What the installation runs on, part by part: one that cannot be read says why and hides no other. */
@Injectable()
export class PlatformStatusService implements OnApplicationShutdown {
  readonly components = this.ofSource(() => this.source.components());
  readonly events = this.ofSource(() => this.source.events());
  readonly autoscalers = this.ofSource(() => this.source.autoscalers());
  readonly backupJobs = this.ofSource(() => this.source.backupJobs());
  readonly argocd = this.ofSource(() => this.source.argocd());
  readonly queues = new Cached(() => this.countQueues(), maxAgeMs);
  readonly backupList = new Cached(() => this.catalog.list(), backupsAgeMs);
  private readonly postgres = new Cached(
    () => this.schema('Postgres', readPostgresMigrations(this.dataSource)),
    schemaAgeMs,
  );
  private readonly clickHouse = new Cached(
    () => this.schema('ClickHouse', readClickHouseMigrations(this.clickhouse)),
    schemaAgeMs,
  );
  /** Of runs that were seen under way: when one ends, the list of backups has changed. */
  private running = '';

  constructor(
    @Inject(PLATFORM_SOURCE) private readonly source: PlatformSource,
    @Inject(QUEUE_COUNTER) private readonly counter: QueueCounter,
    private readonly catalog: BackupCatalog,
    private readonly dataSource: DataSource,
    @Inject(CLICKHOUSE) private readonly clickhouse: ClickHouse,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async overview(): Promise<PlatformOverview> {
    const [components, events, autoscalers, queues, argocd, migrations, backups] = await Promise.all([
      part(this.components.get()),
      part(this.events.get()),
      part(this.autoscalers.get()),
      part(this.queues.get()),
      part(this.argocd.get()),
      this.migrations(),
      this.backups(),
    ]);
    const parts = {
      source: this.source.kind,
      place: this.source.place,
      version,
      generatedAt: new Date().toISOString(),
      components,
      events,
      autoscalers,
      queues,
      migrations,
      backups,
      argocd,
    };
    const problems = problemsOf(parts, Date.now());
    return { ...parts, problems, status: statusOf(problems) };
  }

  async migrations(): Promise<PlatformMigrations> {
    const [postgres, clickhouse] = await Promise.all([
      part(this.postgres.get()),
      part(this.clickHouse.get()),
    ]);
    return { postgres, clickhouse };
  }

  async backups(): Promise<PlatformBackups> {
    const jobs = await part(this.backupJobs.get());
    const running = (jobs.data?.runs ?? [])
      .filter(({ state }) => state === 'running')
      .map(({ name }) => name)
      .join();
    if (running !== this.running) this.backupList.forget();
    this.running = running;
    return { where: this.catalog.where(), backups: await part(this.backupList.get()), jobs };
  }

  /** Starts a backup now, and notes in the log who did. */
  async runBackup(schedule: string | undefined, who: { userId: string }): Promise<PlatformBackupRun> {
    const audit = { audit: 'platform.backup.run', ...who, schedule: schedule ?? null };
    try {
      const run = await this.source.runBackup(schedule);
      this.logger.info({ ...audit, job: run.name }, 'a backup was started by hand');
      return run;
    } catch (error) {
      const code = error instanceof CodedError ? error.code : 'unknown';
      this.logger.warn({ ...audit, code }, 'a backup was asked for and not started');
      throw error;
    } finally {
      this.backupJobs.forget();
    }
  }

  async restorePlan(id: string): Promise<PlatformRestorePlan> {
    const backup: PlatformBackup = await this.catalog.find(id);
    const steps = await this.source.restoreSteps(backup);
    const text = steps
      .map(({ title, words, code, language }, index) => {
        const lines = language === 'shell' ? code : code.replaceAll(/^/gm, '#   ');
        return `# ${index + 1}. ${title}. ${words}\n${lines}`;
      })
      .join('\n\n');
    return { backup, steps, text: `${text}\n` };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.counter.close(), this.catalog.close()]);
  }

  /** A source bounds its own calls; this is for one that does not keep its word. */
  private ofSource<T>(ask: () => Promise<T>): Cached<T> {
    return new Cached(async () => {
      try {
        return await withLimit(sourceLimitMs + sourceGraceMs, ask());
      } catch (error) {
        if (error instanceof CodedError) throw error;
        this.logger.error({ error: String(error) }, 'a part of the platform cannot be read');
        throw new CodedError('platform/source', 'This part cannot be read; the log of jawn says why', 500, {
          cause: error,
        });
      }
    }, maxAgeMs);
  }

  private async countQueues(): Promise<PlatformQueues> {
    return { store: this.counter.kind, queues: await this.counter.counts(sourceLimitMs) };
  }

  private async schema(store: string, work: Promise<MigrationState>): Promise<PlatformSchemaState> {
    try {
      const { applied, migratedAt, ...state } = await withLimit(sourceLimitMs, work);
      return {
        ...state,
        migratedAt: migratedAt?.toISOString() ?? null,
        applied: applied.map(({ name, at }) => ({ name, at: at?.toISOString() ?? null })),
      };
    } catch (error) {
      throw new CodedError('platform/schema', `${store} cannot be asked: ${words(error)}`, 503, {
        cause: error,
      });
    }
  }
}

const words = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function part<T>(work: Promise<T>): Promise<PlatformPart<T>> {
  try {
    return { data: await work, error: null };
  } catch (error) {
    return { data: null, error: words(error) };
  }
}
