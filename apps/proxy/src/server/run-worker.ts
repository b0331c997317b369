import { join, resolve } from 'node:path';
import { providers } from '@heliostat/llm';
import { watchOwnModels } from '@heliostat/models';
import {
  addStoreMetrics,
  createRegistry,
  type Config,
  type HealthCheck,
  type Logger,
  type Shutdown,
} from '@heliostat/platform';
import { createSecretBox } from '@heliostat/stores/secrets';
import type { SharedState } from '@heliostat/stores/state';
import type { Registry } from 'prom-client';
import { PostgresKeyStore } from '../auth/postgres-key-store.driver.js';
import { ProxyDatabase } from '../database/proxy-database.js';
import { PostgresCreditLedger } from '../credits/postgres-credit-ledger.driver.js';
import { uuidV7Time } from '../identity/uuid-v7.js';
import { PostgresPromptStore } from '../prompts/postgres-prompt-store.driver.js';
import { PostgresProviderKeyStore } from '../provider-keys/postgres-provider-key-store.driver.js';
import { PostgresPolicyStore } from '../rate-limits/postgres-policy-store.driver.js';
import { SealThread } from '../seal/seal-thread.js';
import { recoverSpool } from '../spool/recover-spool.js';
import { lockSpool } from '../spool/spool-lock.js';
import { Spool } from '../spool/spool.js';
import { addCounter, addGauge } from '../metrics/add-metric.js';
import { createProxyState } from '../state/create-proxy-state.js';
import { createProxy, type ShownMetrics } from './create-proxy.js';
import { listen } from './listen.js';

/** Time for the spool to be sealed once nothing is in flight. */
const sealGraceMs = 5_000;

export type WorkerOptions = {
  config: Config;
  logger: Logger;
  shutdown: Shutdown;
  /** Which of how many processes of this proxy this is: 0 where it is the only one. */
  slot: number;
  slots: number;
  /** Makes `/metrics` speak for all processes; without it this one's own are shown. */
  shareMetrics?: (registry: Registry) => ShownMetrics;
};

/** One serving process of the proxy, from its settings to listening. */
export async function runWorker({
  config,
  logger,
  shutdown,
  slot,
  slots,
  shareMetrics,
}: WorkerOptions): Promise<void> {
  const root = join(resolve(config.HELIOSTAT_DATA_DIR), 'spool');
  const directory = join(root, String(slot));
  const spool = new Spool({
    directory,
    maxBytes: Math.floor(config.SPOOL_MAX_BYTES / slots),
    logger,
    onClosed: (name) => sealer.seal(name),
  });
  await lockSpool(directory);
  const sealer = new SealThread({
    config,
    directory,
    logger,
    onSealed: (name) => spool.sealed(name),
    waiting: () => spool.waiting,
  });
  shutdown.add('sealer', () => sealer.stop(sealGraceMs));
  shutdown.add('spool', () => spool.close());
  const database = new ProxyDatabase(config, logger);
  shutdown.add('database', () => database.close());
  await sealer.started;
  for (const { name, bytes } of recoverSpool(root, slot, slots)) {
    spool.adopt(name, bytes);
    sealer.seal(name);
  }

  const ownModels = await watchOwnModels({
    file: config.MODELS_FILE,
    dataDir: config.HELIOSTAT_DATA_DIR,
    providers: providers.map(({ id }) => id),
    log: logger,
  });
  shutdown.add('own models', () => ownModels.stop());
  const state = createProxyState(config, logger);
  shutdown.add('shared state', () => state.close());
  const registry = createRegistry('proxy');
  const checks = createChecks(database, sealer, spool, state);
  addStoreMetrics(registry, () => checks);
  const proxy = createProxy({
    config,
    keyStore: new PostgresKeyStore(database),
    spool,
    registry,
    logger,
    checks,
    shownMetrics: shareMetrics?.(registry),
    stores: {
      state,
      ownKeys: new PostgresProviderKeyStore(database, secretBoxOf(config), logger),
      credits: new PostgresCreditLedger(database, logger),
      prompts: new PostgresPromptStore(database, logger),
      policies: new PostgresPolicyStore(database, logger),
    },
  });
  addLogMetrics(registry, spool, sealer);
  shutdown.add('server', () => proxy.stop(config.SHUTDOWN_GRACE_MS));
  await listen(proxy.server, config);
}

/** Calls pass while a store is away, so nothing but an unanswered first question to the database is required. */
function createChecks(
  database: ProxyDatabase,
  sealer: SealThread,
  spool: Spool,
  state: SharedState,
): HealthCheck[] {
  const stores = () => sealer.check();
  const complain = (words: string | undefined) => {
    if (words !== undefined) throw new Error(words);
  };
  return [
    { name: 'shared state', required: false, check: () => state.check() },
    { name: 'keys', required: false, check: () => database.check() },
    {
      name: 'started',
      required: true,
      check: async () => {
        if (!database.answered) await database.check();
      },
    },
    { name: 'object store', required: false, check: async () => complain((await stores()).objects) },
    { name: 'queue', required: false, check: async () => complain((await stores()).queue) },
    {
      name: 'spool',
      required: false,
      check: () => {
        complain(spool.full ? 'the spool is full or its disk failed: calls are not logged' : undefined);
        return Promise.resolve();
      },
    },
  ];
}

/** Without `ENCRYPTION_KEY` there are no keys of organisations' own to be read. */
const secretBoxOf = (config: Config) =>
  config.ENCRYPTION_KEY === undefined ? undefined : createSecretBox(config);

function addLogMetrics(registry: Registry, spool: Spool, sealer: SealThread): void {
  const oldestSeconds = () => {
    const oldest = spool.waiting[0] ?? (spool.current || undefined);
    return oldest === undefined ? 0 : Math.max(0, (Date.now() - uuidV7Time(oldest)) / 1000);
  };
  addGauge(
    registry,
    'heliostat_spool_bytes',
    'Bytes of log records on disk that are not stored yet',
    () => spool.size,
  );
  addGauge(
    registry,
    'heliostat_spool_oldest_seconds',
    'Age of the oldest record that is not stored yet',
    oldestSeconds,
    'max',
  );
  addCounter(
    registry,
    'heliostat_spool_records_total',
    'Log records written to the spool',
    () => spool.written,
  );
  addCounter(registry, 'heliostat_spool_lost_total', 'Log records that could not be kept', () => spool.lost);
  addCounter(registry, 'heliostat_sealed_segments_total', 'Segments stored', () => sealer.segments);
  addCounter(registry, 'heliostat_seal_failures_total', 'Failed attempts to store', () => sealer.failures);
}
