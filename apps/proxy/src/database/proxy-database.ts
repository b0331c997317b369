import type { ChangeNotice } from '@heliostat/contracts';
import { errorMessage, type Logger } from '@heliostat/platform';
import {
  databaseUrl,
  listenForChanges,
  type ChangeListener,
  type PostgresSettings,
} from '@heliostat/stores/changes';
import pg from 'pg';

const poolSize = 4;
/** How long a call may wait for a connection, and for one query. */
const defaultTimeouts = { connectMs: 2_000, queryMs: 3_000 };

type Kind = ChangeNotice['kind'];

/**
 * Postgres as one process of the proxy uses it: a small pool, and one connection that listens for changes, both shared
 * by all that is kept there. A query takes 3 s at most, the wait for a connection 2 s; a test gives them longer.
 */
export class ProxyDatabase {
  private readonly pool: pg.Pool;
  private readonly handlers = new Map<Kind, ((id: string) => void)[]>();
  private readonly gapHandlers: (() => void)[] = [];
  private readonly listening: Promise<ChangeListener>;
  private listener: ChangeListener | undefined = undefined;
  /** Whether the database has answered since the start. */
  answered = false;

  constructor(config: PostgresSettings, logger: Logger, { connectMs, queryMs } = defaultTimeouts) {
    this.pool = new pg.Pool({
      connectionString: databaseUrl(config),
      application_name: 'heliostat proxy',
      max: poolSize,
      connectionTimeoutMillis: connectMs,
      query_timeout: queryMs,
      keepAlive: true,
    });
    // A connection that dies while idle is replaced at the next query.
    this.pool.on('error', (error) =>
      logger.debug({ error: errorMessage(error) }, 'a Postgres connection ended'),
    );
    this.listening = listenForChanges(
      config,
      ({ kind, id }) => this.handlers.get(kind)?.forEach((handler) => handler(id)),
      {
        onGap: () => this.gapHandlers.forEach((handler) => handler()),
        onError: (error) => logger.warn({ error: errorMessage(error) }, 'changes are not heard for now'),
      },
    );
    this.listening.then((listener) => (this.listener = listener)).catch(() => {});
  }

  /** Rows of one statement, prepared under `name` on each connection. Rejects when the database is away. */
  async query<Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>({ name, text, values });
    this.answered = true;
    return rows;
  }

  /** Hears of each change of one kind; `id` as `ChangeNotice` says. */
  onChange(kind: Kind, handler: (id: string) => void): void {
    this.handlers.set(kind, [...(this.handlers.get(kind) ?? []), handler]);
  }

  /** Notices may have been missed: whatever is kept may be old. */
  onGap(handler: () => void): void {
    this.gapHandlers.push(handler);
  }

  /** Whether changes are heard at the moment. */
  get listens(): boolean {
    return this.listener?.connected ?? false;
  }

  /** Throws, in words, when the database cannot be asked or changes are not heard. */
  async check(): Promise<void> {
    await this.pool.query('SELECT 1');
    this.answered = true;
    if (!this.listens) throw new Error('changes are not heard');
  }

  async close(): Promise<void> {
    await (await this.listening).close();
    await this.pool.end();
  }
}
