import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { CodedError, errorMessage } from '@heliostat/platform';
import type { ClickHouseConfig } from '@heliostat/stores/clickhouse';

/** A month of a large installation takes hours; an end there must be. */
const settings = {
  max_execution_time: '43200',
  // The other side of the copy may be slow: the server must not take that for an absence.
  http_send_timeout: '3600',
  http_receive_timeout: '3600',
  send_timeout: '3600',
  receive_timeout: '3600',
};

/**
 * The result of a query in the server's zstd, as it arrives; by node's own client, since others unpack it. A query that
 * fails half way ends the stream with an error: the server then cuts the reply short.
 */
export async function exportQuery(config: ClickHouseConfig, sql: string): Promise<Readable> {
  const extra = {
    enable_http_compression: '1',
    cancel_http_readonly_queries_on_client_close: '1',
    max_threads: '2',
  };
  const reply = await send(config, extra, { 'Accept-Encoding': 'zstd' }, (body) => body.end(sql));
  if (reply.statusCode !== 200) throw await refusal(reply);
  if (reply.headers['content-encoding'] !== 'zstd') {
    reply.destroy();
    throw new CodedError(
      'clickhouse/no-zstd',
      'A proxy before ClickHouse takes zstd away: point CLICKHOUSE_URL to the server.',
    );
  }
  return Readable.from(whole(reply), { objectMode: false });
}

async function* whole(reply: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    yield* reply as AsyncIterable<Buffer>;
  } catch (error) {
    throw new CodedError(
      'clickhouse/export-broken',
      `ClickHouse broke off an export (${errorMessage(error)}); its log says why.`,
      503,
      { cause: error },
    );
  }
}

/** Inserts what `exportQuery` gave; resolves when the rows are in the table. */
export async function insertExport(
  config: ClickHouseConfig,
  insert: string,
  body: Readable,
  extra: Record<string, string> = {},
): Promise<void> {
  let sent: Promise<unknown> = Promise.resolve();
  const reply = await send(
    config,
    // The rows of a backup are each meant, also where two blocks are alike.
    { query: insert, wait_end_of_query: '1', insert_deduplicate: '0', ...extra },
    { 'Content-Encoding': 'zstd', 'Transfer-Encoding': 'chunked' },
    (request) => {
      sent = pipeline(body, request).catch((error) => error);
    },
  ).catch(async (error) => {
    // A fault of the body only hangs the request up: the words are the body's.
    const fault = await sent;
    throw fault instanceof CodedError ? fault : error;
  });
  if (reply.statusCode !== 200) throw await refusal(reply);
  await text(reply);
}

function send(
  config: ClickHouseConfig,
  parameters: Record<string, string>,
  headers: Record<string, string>,
  start: (request: NodeJS.WritableStream) => void,
): Promise<IncomingMessage> {
  const url = new URL(config.CLICKHOUSE_URL ?? '');
  for (const [name, value] of Object.entries({
    database: config.CLICKHOUSE_DATABASE,
    ...settings,
    ...parameters,
  }))
    url.searchParams.set(name, value);
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(
      url,
      {
        method: 'POST',
        headers: {
          'X-ClickHouse-User': config.CLICKHOUSE_USER,
          'X-ClickHouse-Key': config.CLICKHOUSE_PASSWORD,
          ...headers,
        },
      },
      resolve,
    );
    request.on('socket', (socket) => socket.setKeepAlive(true, 30_000));
    request.on('error', (error) =>
      reject(
        new CodedError(
          'clickhouse/unavailable',
          `ClickHouse cannot be reached: ${errorMessage(error)}`,
          503,
          {
            cause: error,
          },
        ),
      ),
    );
    start(request);
  });
}

async function refusal(reply: IncomingMessage): Promise<CodedError> {
  const words = (await text(reply)).trim().split('\n')[0]?.slice(0, 300);
  return new CodedError(
    'clickhouse/query',
    `ClickHouse refused the query: ${words || `HTTP ${reply.statusCode}`}`,
  );
}
