import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { providers as allProviders, type Provider } from '@heliostat/llm';
import {
  createDrain,
  createHealthHandler,
  privateTargetRule,
  type Config,
  type HealthCheck,
  type Logger,
} from '@heliostat/platform';
import type { Registry } from 'prom-client';
import { KeyCache } from '../auth/key-cache.js';
import type { KeyStore } from '../auth/key-store.js';
import { DoorTable } from '../doors/door-table.js';
import { TargetTable } from '../doors/target-table.js';
import { createFlusher, type ForwardContext } from '../forward/forward-context.js';
import { OriginPools } from '../forward/origin-pools.js';
import { addGauge } from '../metrics/add-metric.js';
import { ProxyMetrics } from '../metrics/proxy-metrics.js';
import { CircuitBreaker } from '../gateway/circuit-breaker.js';
import { createUnifiedGateway } from '../gateway/create-unified-gateway.js';
import { findOpenAiKey } from '../gateway/open-ai-key.js';
import type { Spool } from '../spool/spool.js';
import { Pipeline } from '../pipeline/pipeline.js';
import type { Stage } from '../pipeline/stage.js';
import { createSharedStages, createStages } from './create-stages.js';
import type { FeatureStores } from './feature-stores.js';
import { LongWay } from './long-way.js';
import { RealtimeGateway } from '../realtime/realtime-gateway.js';
import { createPages } from './pages.js';
import { createProxyServer } from './proxy-server.js';
import { RequestHandler } from './request-handler.js';
import { unknownProviderSettings } from './unknown-provider-settings.js';

const idleCheckMs = 50;
const recordRounds = 1_000;

export type ShownMetrics = Pick<Registry, 'metrics' | 'contentType'>;

export type ProxyDependencies = {
  config: Config;
  keyStore: KeyStore;
  spool: Spool;
  registry: Registry;
  logger: Logger;
  checks?: HealthCheck[];
  /** What `/metrics` shows, when not `registry`. */
  shownMetrics?: ShownMetrics;
  /** The registry, unless a test has its own. */
  providers?: readonly Provider[];
  /** What features keep. */
  stores: FeatureStores;
  /** Features, in the order in which a call goes through them; all of them, unless a test has its own. */
  stages?: readonly Stage[] | undefined;
  /** The one of this process, unless a test has its own with a clock of its own. */
  breaker?: CircuitBreaker | undefined;
};

export type Proxy = {
  server: Server;
  /** Serves on for `SHUTDOWN_DRAIN_MS`, then stops accepting, waits up to `graceMs` for replies and realtime sessions, then cuts them. */
  stop(graceMs: number): Promise<void>;
};

/** Puts the proxy together; listening is the caller's. */
export function createProxy({
  config,
  keyStore,
  spool,
  registry,
  logger,
  ...rest
}: ProxyDependencies): Proxy {
  const timeouts = {
    connectTimeoutMs: config.PROXY_CONNECT_TIMEOUT_MS,
    firstByteTimeoutMs: config.PROXY_FIRST_BYTE_TIMEOUT_MS,
    idleTimeoutMs: config.PROXY_IDLE_TIMEOUT_MS,
  };
  const metrics = new ProxyMetrics(registry);
  const pools = new OriginPools(timeouts);
  const context: ForwardContext = {
    spool,
    pools,
    metrics,
    timeouts,
    logMaxBody: config.LOG_MAX_BODY,
    maxBody: config.PROXY_MAX_BODY,
    rejectWhenFull: config.SPOOL_FULL === 'reject',
    stopping: false,
    flushSoon: createFlusher(),
  };
  const keys = new KeyCache(keyStore, logger);
  const mayBePrivate = privateTargetRule(config);
  const targets = new TargetTable(mayBePrivate);
  const shared = createSharedStages(config, rest.stores, logger);
  const pipeline = new Pipeline(rest.stages ?? createStages(config, rest.stores, logger, shared), logger);
  const longWay = new LongWay(pipeline, { context, targets });
  for (const words of unknownProviderSettings(config.providers)) logger.warn(words);
  const doors = new DoorTable(rest.providers ?? allProviders, config.providers);
  const breaker = rest.breaker ?? new CircuitBreaker();
  const handler = new RequestHandler({
    context,
    doors,
    targets,
    keys,
    longWay,
    gateway: createUnifiedGateway({
      longWay,
      pools,
      mayBePrivate,
      breaker,
      settings: config.providers,
      ...rest.stores,
    }),
    logger,
    pages: createPages(createHealthHandler('proxy', rest.checks ?? [], rest.shownMetrics ?? registry)),
  });
  const realtime = new RealtimeGateway({
    context,
    doors,
    targets,
    keys,
    keyStore,
    openAiKey: (grant) => findOpenAiKey(grant.org, config.providers, rest.stores),
    credits: rest.stores.credits,
    ...shared,
    logger,
  });
  addGauge(
    registry,
    'heliostat_proxy_resting_endpoints',
    'Endpoints that failed so often that the AI gateway leaves them out for a moment',
    () => breaker.resting,
  );
  addGauge(registry, 'heliostat_proxy_realtime_sessions', 'Open realtime sessions', () => realtime.open);
  const server = createProxyServer(handler, realtime);
  const drain = createDrain(server, config.SHUTDOWN_DRAIN_MS);
  return {
    server,
    async stop(graceMs) {
      context.stopping = true;
      await drain();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // A connection may have become idle, or brought another request, a moment after it was looked at.
      const idle = setInterval(() => server.closeIdleConnections(), idleCheckMs);
      const cut = setTimeout(() => {
        realtime.close();
        server.closeAllConnections();
      }, graceMs);
      await closed;
      realtime.close();
      clearInterval(idle);
      clearTimeout(cut);
      // Replies that were cut learn of it a moment later; they are recorded before the providers' side goes.
      for (let i = 0; i < recordRounds && metrics.active > 0; i++) await delay(1);
      await pools.destroy();
      await keys.close();
    },
  };
}
