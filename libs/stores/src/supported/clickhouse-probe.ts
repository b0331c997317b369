import { createClickHouse, oldestClickHouse, type ClickHouseConfig } from '../clickhouse/index.js';
import { isAtLeast, UnsupportedStoreError, type StoreProbe } from './store-probe.js';

/** ClickHouse 26.3 or later, asked outside our database, which may not exist yet. */
export function clickhouseProbe(config: ClickHouseConfig): StoreProbe {
  return {
    store: 'ClickHouse',
    where: config.CLICKHOUSE_URL ? new URL(config.CLICKHOUSE_URL).host : 'CLICKHOUSE_URL',
    ask: async () => {
      const clickhouse = createClickHouse(config, 'default');
      try {
        const [row] = await clickhouse.query<{ version: string }>(
          'SELECT version() AS version',
          {},
          { max_execution_time: 5 },
        );
        const version = row?.version ?? '';
        if (!isAtLeast(version, oldestClickHouse))
          throw new UnsupportedStoreError('ClickHouse', version, `${oldestClickHouse.join('.')} or later`);
        return `ClickHouse ${version}`;
      } finally {
        await clickhouse.close();
      }
    },
  };
}
