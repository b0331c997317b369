import { startEmbeddedClickHouse, startTestPostgres } from '../testing/index.js';
import { freePort } from '../testing/free-port.js';
import { clickhouseProbe } from './clickhouse-probe.js';
import { postgresProbe } from './postgres-probe.js';
import { redisProbe } from './redis-probe.js';

describe('the probes of real stores', () => {
  it('tell the version of a Postgres, and why one is away', async () => {
    const server = await startTestPostgres();
    try {
      const DATABASE_URL = await server.createDatabase();
      const sut = postgresProbe({ DATABASE_URL, DATABASE_DIRECT_URL: undefined, DATABASE_POOL_SIZE: 1 });
      expect(await sut.ask()).toMatch(/^PostgreSQL 18\.\d/);
      await server.stop();
      await expect(sut.ask()).rejects.toThrow(/Postgres cannot be used.*ECONNREFUSED/s);
    } finally {
      await server.remove().catch(() => {});
    }
  });

  it('tell the version of a ClickHouse, and why one is away', async () => {
    const server = await startEmbeddedClickHouse();
    const sut = clickhouseProbe(server.config);
    try {
      expect(await sut.ask()).toMatch(/^ClickHouse 26\.\d/);
    } finally {
      await server.stop();
    }
    await expect(sut.ask()).rejects.toMatchObject({ code: 'clickhouse/unavailable' });
  });

  it('tell why a Redis is away', async () => {
    const sut = redisProbe(`redis://:hunter22@127.0.0.1:${await freePort()}`);
    const failure = (await sut.ask().catch((error: Error) => error)) as Error;
    expect(failure.message).toMatch(/Redis cannot be used at 127\.0\.0\.1:\d+ \(.*ECONNREFUSED/);
    expect(failure.message).not.toContain('hunter22');
  });
});
