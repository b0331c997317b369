import { startEmbeddedClickHouse, type EmbeddedClickHouse } from '../testing/embedded-clickhouse.js';
import { requestRowFactory } from '../testing/request-row.factory.js';
import { createClickHouse, type ClickHouse } from './clickhouse-client.js';
import { migrateClickHouse } from './migrate-clickhouse.js';
import { readClickHouseMigrations } from './migration-state.js';
import { createMigrationContext } from './migrations/migration-context.js';
import { migrations } from './migrations/migrations.js';
import { editVersion, rowVersion } from './row-version.js';
import { toDateTime64 } from './to-date-time64.js';

describe(migrateClickHouse.name, () => {
  let server: EmbeddedClickHouse;
  beforeAll(async () => {
    server = await startEmbeddedClickHouse();
  });
  afterAll(() => server.stop());

  const inDatabase = (name: string) => ({ ...server.config, CLICKHOUSE_DATABASE: name });

  it('applies each step once', async () => {
    const first = await migrateClickHouse(inDatabase('once'));
    const second = await migrateClickHouse(inDatabase('once'));
    expect(first.applied).toEqual(migrations.map((migration) => migration.name));
    expect(second.applied).toEqual([]);
  });

  it('may run in several processes at once', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => migrateClickHouse(inDatabase('at_once'))));
    expect(runs.map((run) => run.version)).toEqual([6, 6, 6]);
    expect((await migrateClickHouse(inDatabase('at_once'))).applied).toEqual([]);
  });

  it('completes a step that was cut short', async () => {
    const broken = {
      ...migrations[0]!,
      statements: () => [...migrations[0]!.statements(createMigrationContext({})), 'SELEC 1'],
    };
    await expect(migrateClickHouse(inDatabase('cut_short'), [broken])).rejects.toMatchObject({
      code: 'clickhouse/query',
    });
    expect((await migrateClickHouse(inDatabase('cut_short'))).applied).toEqual(
      migrations.map((migration) => migration.name),
    );
  });

  it('can be asked which steps have run and which have not', async () => {
    const database = 'asked';
    const before = Date.now();
    await migrateClickHouse(inDatabase(database), migrations.slice(0, 2));
    const clickhouse = createClickHouse(inDatabase(database));
    const state = await readClickHouseMigrations(clickhouse);
    await clickhouse.close();
    expect(state).toMatchObject({
      version: 2,
      needed: 6,
      pending: migrations.slice(2).map(({ name }) => name),
    });
    expect(state.applied.map(({ name }) => name)).toEqual(migrations.slice(0, 2).map(({ name }) => name));
    expect(state.migratedAt!.getTime()).toBeGreaterThan(before - 60_000);
    expect(state.migratedAt!.getTime()).toBeLessThan(Date.now() + 60_000);
  });

  it('can be asked before its first run', async () => {
    const clickhouse = createClickHouse(server.config, 'default');
    expect(await readClickHouseMigrations(clickhouse)).toEqual({
      version: 0,
      needed: 6,
      migratedAt: null,
      applied: [],
      pending: migrations.map(({ name }) => name),
    });
    await clickhouse.close();
  });

  it('refuses a schema that a newer version made unusable, and says so', async () => {
    const newer = { version: 9, name: 'newer', compatibleFrom: 9, statements: () => [] };
    await migrateClickHouse(inDatabase('newer'), [...migrations, newer]);
    await expect(migrateClickHouse(inDatabase('newer'))).rejects.toMatchObject({
      code: 'clickhouse/newer-schema',
      message: expect.stringContaining('newer version'),
    });
  });

  describe('the rows', () => {
    let sut: ClickHouse;
    beforeAll(async () => {
      await migrateClickHouse(server.config);
      sut = createClickHouse(server.config);
    });
    afterAll(() => sut.close());

    const read = (id: string) =>
      sut.query<Record<string, unknown>>('SELECT * FROM request_response_rmt WHERE request_id = {id:UUID}', {
        id,
      });

    it('come back as they were written', async () => {
      const row = requestRowFactory({
        properties: { Environment: 'production', 'Helicone-Session-Id': 'a' },
        scores: { quality: 0.25 },
        cost: '123456789',
        user_id: 'user "1"',
        assets: ['x'],
        country_code: 'DE',
      });
      await sut.insert('request_response_rmt', [row]);
      const [found] = await read(row.request_id);
      expect(found).toMatchObject({ ...row, cost: 123456789, cost_saved: 0 });
    });

    it('of the version before, which knows nothing of the time saved, say zero (CA-07)', async () => {
      const { time_saved: _unknown, ...row } = requestRowFactory();
      await sut.insert('request_response_rmt', [row]);
      expect(await read(row.request_id)).toMatchObject([{ time_saved: 0 }]);
    });

    it('are replaced by a higher version for every reader, also when the model is corrected', async () => {
      const row = requestRowFactory({ updated_at: rowVersion(0, 1000) });
      await sut.insert('request_response_rmt', [row]);
      await sut.insert('request_response_rmt', [
        { ...row, model: 'gpt-5', updated_at: editVersion(row.updated_at, 2000) },
      ]);
      await sut.insert('request_response_rmt', [{ ...row, updated_at: rowVersion(0, 1000) }]);
      expect((await read(row.request_id)).map((found) => found['model'])).toEqual(['gpt-5']);
    });

    it('count once when an insert is repeated with its token', async () => {
      const rows = [requestRowFactory(), requestRowFactory()];
      await sut.insert('request_response_rmt', rows, { dedupToken: 'segment-1' });
      await sut.insert('request_response_rmt', rows, { dedupToken: 'segment-1' });
      const [stored] = await sut.query<{ n: number }>(
        'SELECT count() AS n FROM request_response_rmt WHERE request_id IN {ids:Array(UUID)}',
        { ids: rows.map((row) => row.request_id) },
        { final: 0 },
      );
      expect(stored).toEqual({ n: 2 });
    });

    it('are found by a word of their body, replaced bodies not', async () => {
      const row = requestRowFactory({ request_body: 'the Zebrafish genome' });
      await sut.insert('request_response_rmt', [row]);
      const search = (text: string) =>
        sut.query('SELECT request_id FROM request_response_rmt WHERE request_body ILIKE {text:String}', {
          text: `%${text}%`,
        });
      expect(await search('zebrafish')).toEqual([{ request_id: row.request_id }]);
      await sut.insert('request_response_rmt', [
        { ...row, request_body: 'gone', updated_at: editVersion(row.updated_at, Date.now() + 5) },
      ]);
      expect(await search('zebrafish')).toEqual([]);
    });

    it('take times at the millisecond', async () => {
      const row = requestRowFactory({ request_created_at: toDateTime64(1_790_000_000_123) });
      await sut.insert('request_response_rmt', [row]);
      expect((await read(row.request_id))[0]!['request_created_at']).toBe('2026-09-21 14:13:20.123');
    });
  });
});
