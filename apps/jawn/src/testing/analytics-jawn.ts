import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@heliostat/platform';
import {
  type ClickHouse,
  createClickHouse,
  migrateClickHouse,
  type RequestRow,
} from '@heliostat/stores/clickhouse';
import { FilesystemObjectStore, type ObjectStore } from '@heliostat/stores/objects';
import { migratePostgres } from '@heliostat/stores/postgres';
import {
  type EmbeddedClickHouse,
  requestRowFactory,
  startEmbeddedClickHouse,
  startTestPostgres,
  type TestPostgres,
} from '@heliostat/stores/testing';
import { startTestJawn, TestClient, type TestJawn } from './test-jawn.js';

/** The whole app on real engines, with one signed-in organisation. */
export type AnalyticsJawn = {
  client: TestClient;
  /** Without a session or key. */
  stranger: TestClient;
  url: string;
  organizationId: string;
  objects: ObjectStore;
  /** Where its Postgres is. */
  database: string;
  clickhouse: ClickHouse;
  /** Inserts rows of the organisation. */
  insert(rows: Partial<RequestRow>[]): Promise<RequestRow[]>;
  /** A user of another organisation. */
  other(): Promise<TestClient>;
  /** The same user at another process' worth of jawn on the same stores. */
  replica(): Promise<TestClient>;
  close(): Promise<void>;
};

export async function startAnalyticsJawn(): Promise<AnalyticsJawn> {
  const [engine, postgres]: [EmbeddedClickHouse, TestPostgres] = await Promise.all([
    startEmbeddedClickHouse(),
    startTestPostgres(),
  ]);
  const directory = await mkdtemp(join(tmpdir(), 'heliostat-jawn-'));
  const database = await postgres.createDatabase();
  await migratePostgres(loadConfig({ DATABASE_URL: database }));
  await migrateClickHouse(engine.config);
  const clickhouse = createClickHouse(engine.config);
  const settings = { DATABASE_URL: database, HELIOSTAT_DATA_DIR: directory };
  const jawn: TestJawn = await startTestJawn(settings, clickhouse);
  const replicas: TestJawn[] = [];

  let users = 0;
  const signedUp = async (): Promise<TestClient> => {
    const client = new TestClient(jawn.url);
    users += 1;
    await client.signUp(`user${users}@example.com`);
    return client;
  };
  const client = await signedUp();
  const whoAmI = (await client.get('/v1/whoami')).body as { data: { activeOrganizationId: string } };
  const organizationId = whoAmI.data.activeOrganizationId;

  return {
    client,
    stranger: new TestClient(jawn.url),
    url: jawn.url,
    organizationId,
    objects: new FilesystemObjectStore(join(directory, 'objects')),
    insert: async (partial) => {
      const rows = partial.map((row) => requestRowFactory({ organization_id: organizationId, ...row }));
      await clickhouse.insert('request_response_rmt', rows);
      return rows;
    },
    database,
    clickhouse,
    other: signedUp,
    replica: async () => {
      const another = await startTestJawn(settings, createClickHouse(engine.config));
      replicas.push(another);
      const user = new TestClient(another.url);
      await user.signIn('user1@example.com');
      return user;
    },
    close: async () => {
      await Promise.all([jawn, ...replicas].map((opened) => opened.close()));
      await Promise.all([engine.stop(), postgres.remove()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
