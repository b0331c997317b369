import { loadConfig } from '@heliostat/platform';
import { migratePostgres } from '@heliostat/stores/postgres';
import { startTestPostgres, type TestPostgres } from '@heliostat/stores/testing';
import pg from 'pg';
import { startTestJawn, TestClient, type Reply, type TestJawn } from './test-jawn.js';

/** One Postgres server for a spec file; jawns are closed after each test. */
export class JawnFixture {
  private readonly opened: TestJawn[] = [];

  private constructor(readonly server: TestPostgres) {}

  static async start(): Promise<JawnFixture> {
    return new JawnFixture(await startTestPostgres());
  }

  async freshDatabase(): Promise<string> {
    const url = await this.server.createDatabase();
    await migratePostgres(loadConfig({ DATABASE_URL: url }));
    return url;
  }

  async jawn(settings: Record<string, string> = {}): Promise<TestJawn> {
    const database = settings.DATABASE_URL ?? (await this.freshDatabase());
    const jawn = await startTestJawn({ ...settings, DATABASE_URL: database });
    this.opened.push(jawn);
    return jawn;
  }

  /** Someone who just signed up. */
  async person(jawn: TestJawn, email: string): Promise<TestClient> {
    const client = new TestClient(jawn.url);
    const reply = await client.signUp(email);
    if (reply.status !== 200)
      throw new Error(`sign-up answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    return client;
  }

  async query<T extends pg.QueryResultRow>(database: string, sql: string): Promise<T[]> {
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async closeJawns(): Promise<void> {
    await Promise.all(this.opened.splice(0).map((jawn) => jawn.close()));
  }

  async stop(): Promise<void> {
    await this.closeJawns();
    await this.server.remove();
  }
}

/** The `data` of a reply. */
export const dataOf = <T>(reply: Reply): T => (reply.body as { data: T }).data;
