import { changeChannel, type ChangeNotice } from '@heliostat/contracts';
import pg from 'pg';
import { directDatabaseUrl, type PostgresSettings } from './connection.js';

export type ChangeListener = {
  /** Whether notices arrive at the moment. */
  readonly connected: boolean;
  close(): Promise<void>;
};

export type ListenOptions = {
  /** Called after each lost and restored connection: notices may have been missed, so caches start over. */
  onGap?: () => void;
  onError?: (error: Error) => void;
  retryMs?: number;
};

/**
 * Listens on a connection of its own until closed, and reconnects for ever (after `retryMs`, default 500). Resolves
 * once the first attempt has ended; a database that is away then is tried again like one that leaves later.
 */
export async function listenForChanges(
  config: PostgresSettings,
  onNotice: (notice: ChangeNotice) => void,
  options: ListenOptions = {},
): Promise<ChangeListener> {
  const connectionString = directDatabaseUrl(config);
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let connected = false;

  const retry = () => {
    connected = false;
    client = undefined;
    if (!closed) timer = setTimeout(() => void connect(true), options.retryMs ?? 500);
  };

  const connect = async (again: boolean): Promise<void> => {
    const next = new pg.Client({ connectionString, application_name: 'heliostat listen', keepAlive: true });
    let ended = false;
    const end = (error?: Error) => {
      if (ended) return;
      ended = true;
      if (error && !closed) options.onError?.(error);
      void next.end().catch(() => {});
      retry();
    };
    next.on('error', end);
    next.on('end', () => end());
    next.on('notification', ({ payload }) => {
      const notice = parseNotice(payload);
      if (notice) onNotice(notice);
    });
    client = next;
    try {
      await next.connect();
      await next.query(`LISTEN ${changeChannel}`);
    } catch (error) {
      end(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    if (ended) return;
    connected = true;
    if (again) options.onGap?.();
  };

  await connect(false);
  return {
    get connected() {
      return connected;
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}

/** Anything else on the channel, such as a newer version's notice, is none of ours. */
function parseNotice(payload: string | undefined): ChangeNotice | undefined {
  try {
    const value: unknown = JSON.parse(payload ?? '');
    return isNotice(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isNotice(value: unknown): value is ChangeNotice {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    typeof value.kind === 'string' &&
    'id' in value &&
    typeof value.id === 'string'
  );
}
