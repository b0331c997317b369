import type { ClickHouse } from '@heliostat/stores/clickhouse';
import { backUpNatively, restoreNatively } from './native-backup.js';

const place = { endpoint: 'http://minio:9000', bucket: 'b', keys: { access: 'key', secret: "se'cret" } };
const target = { place, key: 'backups/20260101T000000Z/clickhouse/native' };

/** A server that takes any statement, and tells these states one after the other. */
const server = (...states: { status: string; error?: string; bytes?: number }[]) => {
  const statements: string[] = [];
  const questions: string[] = [];
  const clickhouse = {
    command: async (sql: string) => void statements.push(sql),
    query: async (sql: string) => {
      questions.push(sql);
      return states.length > 0 ? [{ error: '', bytes: 0, ...states.shift() }] : [];
    },
  } as unknown as ClickHouse;
  return { clickhouse, statements, questions };
};

describe(backUpNatively.name, () => {
  it('lets the server write below the set, and waits until it has', async () => {
    const { clickhouse, statements } = server(
      { status: 'CREATING_BACKUP' },
      { status: 'BACKUP_CREATED', bytes: 7 },
    );
    expect(await backUpNatively(clickhouse, {}, 'heliostat', target)).toBe(7);
    expect(statements[0]).toMatch(
      /^BACKUP DATABASE `heliostat` TO S3\('http:\/\/minio:9000\/b\/backups\/20260101T000000Z\/clickhouse\/native', 'key', 'se\\'cret'\) SETTINGS id = '[0-9a-f-]{36}' ASYNC$/,
    );
  });

  it('takes every server of a cluster along, and asks every server how far it is', async () => {
    const { clickhouse, statements, questions } = server({ status: 'BACKUP_CREATED' });
    await backUpNatively(clickhouse, { CLICKHOUSE_CLUSTER: 'main' }, 'heliostat', target);
    expect(statements[0]).toContain("BACKUP DATABASE `heliostat` ON CLUSTER 'main' TO S3(");
    expect(questions[0]).toContain("clusterAllReplicas('main', system.backups)");
  });

  it('names no keys where the server has a role', async () => {
    const { clickhouse, statements } = server({ status: 'BACKUP_CREATED' });
    await backUpNatively(clickhouse, {}, 'heliostat', { ...target, place: { ...place, keys: undefined } });
    expect(statements[0]).toContain("native') SETTINGS");
  });

  it("fails with the server's words, without the secret", async () => {
    const { clickhouse } = server({ status: 'BACKUP_FAILED', error: "no bucket for se'cret\nstack" });
    await expect(backUpNatively(clickhouse, {}, 'heliostat', target)).rejects.toMatchObject({
      code: 'clickhouse/backup-failed',
      message: 'ClickHouse: BACKUP_FAILED: no bucket for [secret]',
    });
  });
});

describe(restoreNatively.name, () => {
  it('restores under the name that is configured', async () => {
    const { clickhouse, statements } = server({ status: 'RESTORING' }, { status: 'RESTORED' });
    await restoreNatively(clickhouse, {}, { from: 'heliostat', to: 'copy' }, target);
    expect(statements[0]).toMatch(/^RESTORE DATABASE `heliostat` AS `copy` FROM S3\(/);
  });
});
