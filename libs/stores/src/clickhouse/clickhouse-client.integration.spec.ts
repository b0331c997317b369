import { startEmbeddedClickHouse, type EmbeddedClickHouse } from '../testing/embedded-clickhouse.js';
import { createClickHouse, type ClickHouse } from './clickhouse-client.js';

describe(createClickHouse.name, () => {
  let server: EmbeddedClickHouse;
  let sut: ClickHouse;
  beforeAll(async () => {
    server = await startEmbeddedClickHouse();
    sut = createClickHouse({ ...server.config, CLICKHOUSE_DATABASE: 'default' });
  });
  afterAll(async () => {
    await sut.close();
    await server.stop();
  });

  it('binds parameters, so that quotes stay text', async () => {
    const rows = await sut.query('SELECT {text:String} AS text', { text: `'; DROP TABLE x --\\` });
    expect(rows).toEqual([{ text: `'; DROP TABLE x --\\` }]);
  });

  it('does not write on the query path', async () => {
    await expect(sut.query('CREATE TABLE t (a Int8) ENGINE = Memory')).rejects.toMatchObject({
      code: 'clickhouse/query',
      status: 500,
    });
  });

  it('stops a query at its time limit with a coded error', async () => {
    const slow = sut.query(
      'SELECT sum(sleepEachRow(0.2)) FROM numbers(20) SETTINGS max_block_size = 1',
      {},
      {
        max_execution_time: 1,
      },
    );
    await expect(slow).rejects.toMatchObject({ code: 'clickhouse/timeout', status: 504 });
  });

  it('answers checks', async () => {
    await expect(sut.check()).resolves.toBeUndefined();
  });

  it('names a server that is away', async () => {
    const away = createClickHouse({ ...server.config, CLICKHOUSE_URL: 'http://127.0.0.1:9' });
    await expect(away.check()).rejects.toMatchObject({ code: 'clickhouse/unavailable', status: 503 });
    await away.close();
  });
});
