import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { logRecordMetaSchema, type LogRecordMeta } from '@heliostat/contracts';
import { createLogger, loadConfig, type Config, type Logger } from '@heliostat/platform';
import { createSharedState } from '@heliostat/stores/state';
import { Registry } from 'prom-client';
import type { KeyChange, KeyGrant, KeyStore } from '../auth/key-store.js';
import { CircuitBreaker } from '../gateway/circuit-breaker.js';
import type { Stage } from '../pipeline/stage.js';
import type { FeatureStores } from '../server/feature-stores.js';
import { createProxy, type Proxy } from '../server/create-proxy.js';
import { decodeSpool } from '../spool/frame.js';
import { temporaryDirectory } from './temporary-directory.js';
import type { FrameWriter } from '../spool/frame-writer.js';
import { Spool } from '../spool/spool.js';

export const testKey = 'sk-helicone-aaaaaaa-bbbbbbb-ccccccc-ddddddd';
export const testOrg = '6f1c2a34-0f4e-4c55-9a3b-3e1d2c4b5a69';

/** Keys in memory; `down` makes it fail as a database that is away does. */
export class FakeKeyStore implements KeyStore {
  readonly grants = new Map<string, KeyGrant>();
  readonly asked: string[] = [];
  readonly touched: { keyId: string; at: Date }[] = [];
  down = false;
  private readonly listeners: ((change: KeyChange) => void)[] = [];

  add(key: string, grant: Partial<KeyGrant> = {}): void {
    this.grants.set(hash('sha256', key), { keyId: 'key-1', org: testOrg, permissions: 'rw', ...grant });
  }

  async findByHash(id: string): Promise<KeyGrant | null> {
    this.asked.push(id);
    const grant = this.grants.get(id) ?? null;
    await Promise.resolve();
    if (this.down) throw new Error('connect ECONNREFUSED');
    return grant;
  }

  onChange(listener: (change: KeyChange) => void): void {
    this.listeners.push(listener);
  }

  announce(change: KeyChange): void {
    for (const listener of this.listeners) listener(change);
  }

  touch(uses: readonly { keyId: string; at: Date }[]): Promise<void> {
    this.touched.push(...uses);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

export type TestRecord = { meta: LogRecordMeta; request: Buffer; response: Buffer };

export type TestProxy = {
  url: string;
  port: number;
  proxy: Proxy;
  spool: Spool;
  keys: FakeKeyStore;
  /** What lies in the spool at this moment. */
  records(): TestRecord[];
  stop(): Promise<void>;
};

export type TestProxyOptions = {
  settings?: Record<string, string>;
  writer?: FrameWriter;
  /** The spool's clock. */
  now?: () => number;
  stages?: readonly Stage[];
  stores?: Partial<FeatureStores>;
};

/** A proxy on a free port whose OpenAI, Anthropic … doors lead to `upstream`, with one valid key. */
export async function startTestProxy(upstream: string, options: TestProxyOptions = {}): Promise<TestProxy> {
  const providers = ['OPENAI', 'ANTHROPIC', 'GOOGLE_AI_STUDIO', 'MISTRAL', 'DEEPSEEK', 'HYPERBOLIC'];
  const config: Config = loadConfig({
    ...Object.fromEntries(providers.map((name) => [`PROVIDER_${name}_BASE_URL`, upstream])),
    ALLOW_PRIVATE_TARGETS: 'true',
    ...options.settings,
  });
  const directory = temporaryDirectory();
  const logger = createLogger('proxy', 'silent');
  const keys = new FakeKeyStore();
  keys.add(testKey);
  const spool = new Spool({
    directory,
    maxBytes: config.SPOOL_MAX_BYTES,
    logger,
    onClosed: () => {},
    writer: options.writer,
    now: options.now,
  });
  const proxy = createProxy({
    config,
    keyStore: keys,
    spool,
    registry: new Registry(),
    logger,
    stages: options.stages,
    // Whoever rests does so until the test's end, however slow the machine is.
    breaker: new CircuitBreaker(() => 0),
    stores: { ...memoryStores(config, logger), ...options.stores },
  });
  const port = await listenLocally(proxy.server);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    proxy,
    spool,
    keys,
    records: () => readRecords(directory),
    async stop() {
      await proxy.stop(0);
      spool.close();
    },
  };
}

/** Nobody has keys, limits, prompts or a balance; what is shared lies in this process. */
const memoryStores = (config: Config, logger: Logger): FeatureStores => ({
  state: createSharedState(config, logger),
  ownKeys: { keysOf: () => [] },
  credits: { reserve: () => 'unlimited' },
  prompts: { find: () => ({ missing: 'prompt' }) },
  policies: { policiesOf: () => [] },
});

/** All whole frames of a spool directory, with their metadata checked against the contract. */
export function readRecords(directory: string): TestRecord[] {
  return readdirSync(directory)
    .sort()
    .flatMap((name) => decodeSpool(readFileSync(join(directory, name))).frames)
    .map((frame) => {
      if (frame.fault !== undefined) throw new Error(frame.fault);
      const meta = logRecordMetaSchema.parse(JSON.parse(frame.meta.toString()));
      return { meta, request: frame.request, response: frame.response };
    });
}

/**
 * Of servers that are a test's: idle connections stay. One that a halted machine finds expired would be closed under the
 * next request on it.
 */
export const lasting = { keepAliveTimeout: 0 };

export type TestUpstream = { url: string; port: number; requests: IncomingMessage[]; stop(): Promise<void> };

/** A provider made for one test. */
export async function startUpstream(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TestUpstream> {
  const requests: IncomingMessage[] = [];
  const server = createServer(lasting, (request, response) => {
    requests.push(request);
    answer(request, response);
  });
  const port = await listenLocally(server);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listenLocally(server: Server): Promise<number> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
}

/** Reads a request's body in a test's provider. */
export async function readBody(request: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
