import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo } from 'node:net';
import { fail } from '@heliostat/contracts';
import {
  addStoreMetrics,
  CodedError,
  type Config,
  createDrain,
  createHealthHandler,
  createLogger,
  createRegistry,
  type Logger,
  version,
} from '@heliostat/platform';
import { type ClickHouse, createClickHouse } from '@heliostat/stores/clickhouse';
import { openDataSource, waitForSchema } from '@heliostat/stores/postgres';
import { assertSupportedStores } from '@heliostat/stores/supported';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { AppModule } from './app.module.js';
import { registerAuthRoutes } from './auth/auth-routes.js';
import { AuthService } from './auth/auth.service.js';
import { requireAuthSecret } from './auth/create-auth.js';
import { GatewayForwarder } from './gateway/gateway-forwarder.js';
import { errorCode } from './http/error-code.js';
import { ErrorFilter } from './http/error.filter.js';
import { registerJsonBodies } from './http/json-bodies.js';
import { registerRequestLog } from './http/request-log.js';
import { OpenApiService } from './openapi/openapi.service.js';
import { registerDocsPage } from './openapi/docs-page.js';
import { HealthChecksService } from './platform/health-checks.service.js';
import { NestLogger } from './platform/nest-logger.js';
import { type PlatformSource } from './platform-status/platform-source.js';

/** Ample for filters, prompts and datasets of a page. */
const bodyLimit = 10 * 1024 * 1024;
/** The web server and an ingress are on this machine or in private networks: they say who their client is. */
const trustProxy = ['loopback', 'linklocal', 'uniquelocal'];

/**
 * How long an idle connection stays: Fastify's own, which its `serverFactory` loses. Node's 5 s are shorter than what the
 * web server, ingresses and clients keep theirs, and a request on a connection that is closed meanwhile fails.
 */
const keepAliveMs = 72_000;

/** What is being answered when we stop, streams included, may take this long. */
const drainMs = 10_000;

export type JawnOverrides = {
  logger?: Logger;
  clickhouse?: ClickHouse;
  schemaWaitMs?: number;
  platformSource?: PlatformSource;
};

export type Jawn = {
  app: NestFastifyApplication;
  /** Serves; resolves with the port. Throws `http/port-taken`. */
  listen(): Promise<number>;
  close(): Promise<void>;
};

/**
 * Makes the whole REST API, ready to listen. Waits for the migrations. Throws one `CodedError` for a wrong setting,
 * a Postgres that is away and a database of a newer version, and leaves nothing open then.
 */
export async function createJawn(config: Config, overrides: JawnOverrides = {}): Promise<Jawn> {
  const logger = overrides.logger ?? createLogger('jawn', config.LOG_LEVEL);
  requireAuthSecret(config);
  await assertSupportedStores(config);
  const registry = createRegistry('jawn');
  const clickhouse = overrides.clickhouse ?? createClickHouse(config);
  const dataSource = await openDataSource(config, {
    // A sign-up may hold one connection while it works on another.
    poolSize: Math.max(2, config.DATABASE_POOL_SIZE),
    applicationName: 'heliostat jawn',
    onPoolError: (error) => logger.warn({ error: error.message }, 'a connection to Postgres broke'),
  });
  const forwarder = new GatewayForwarder(config.PROXY_URL ?? `http://127.0.0.1:${config.PROXY_PORT}`, logger);
  let app: NestFastifyApplication | undefined;
  try {
    await waitForSchema(dataSource, version, overrides.schemaWaitMs);
    const health = new HealthHandler();
    app = await NestFactory.create<NestFastifyApplication>(
      AppModule.register({
        config,
        logger,
        registry,
        dataSource,
        clickhouse,
        platformSource: overrides.platformSource,
      }),
      adapter(health, forwarder),
      { logger: new NestLogger(logger), bodyParser: false, abortOnError: false },
    );
    const { checks } = app.get(HealthChecksService);
    addStoreMetrics(registry, () => checks);
    health.handle = createHealthHandler('jawn', checks, registry);
    const fastify = instanceOf(app);
    registerRequestLog(fastify, logger, registry);
    registerJsonBodies(fastify);
    registerAuthRoutes(fastify, config, app.get(AuthService, { strict: false }), app.get(ErrorFilter));
    await registerDocsPage(fastify, app.get(OpenApiService, { strict: false }).document());
    await app.get(AuthService, { strict: false }).initialize();
    await app.init();
  } catch (error) {
    forwarder.close();
    if (app) await app.close();
    if (dataSource.isInitialized) await dataSource.destroy();
    throw error;
  }
  return running(app, forwarder, config);
}

/** Nest types its Fastify without our server. */
const instanceOf = (app: NestFastifyApplication) =>
  app.getHttpAdapter().getInstance() as unknown as FastifyInstance;

type Handle = ReturnType<typeof createHealthHandler>;

/** Nest needs its server before it knows the health checks. */
class HealthHandler {
  handle: Handle = () => false;
}

function adapter(health: HealthHandler, forwarder: GatewayForwarder): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit,
    trustProxy,
    genReqId: () => randomUUID(),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1000 },
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      void reply.code(error.statusCode ?? 400).send(fail(error.message));
    },
    // Health and gateway are answered before any framework: no body parsing, no hooks.
    serverFactory: (handler: RequestListener) =>
      createServer(
        {
          keepAliveTimeout: keepAliveMs,
          shouldUpgradeCallback: (request) => forwarder.takesUpgrade(request),
        },
        (request, response) => {
          if (health.handle(request, response) || forwarder.handle(request, response)) return;
          handler(request, response);
        },
      ).on('upgrade', (request, socket, head) => forwarder.handleUpgrade(request, socket, head)),
  });
}

function running(app: NestFastifyApplication, forwarder: GatewayForwarder, config: Config): Jawn {
  const fastify = instanceOf(app);
  const drain = createDrain(app.getHttpServer(), config.SHUTDOWN_DRAIN_MS);
  return {
    app,
    async listen() {
      try {
        await fastify.listen({ port: config.JAWN_PORT, host: config.HOST });
      } catch (error) {
        throw portError(error, config);
      }
      return (app.getHttpServer().address() as AddressInfo).port;
    },
    async close() {
      await drain();
      const late = setTimeout(() => {
        app.getHttpServer().closeAllConnections();
        forwarder.closeTunnels();
      }, drainMs);
      await app.close();
      clearTimeout(late);
      forwarder.close();
    },
  };
}

function portError(error: unknown, { JAWN_PORT, HOST }: Config): unknown {
  const code = errorCode(error);
  const why =
    code === 'EADDRINUSE'
      ? 'is taken by another program'
      : code === 'EACCES'
        ? 'may not be used by this user'
        : undefined;
  if (!why && code !== 'EADDRNOTAVAIL') return error;
  return why
    ? new CodedError('http/port-taken', `Port ${JAWN_PORT} ${why}: stop it, or set JAWN_PORT to a free one.`)
    : new CodedError('http/port-taken', `HOST ${HOST} is no address of this machine.`);
}
