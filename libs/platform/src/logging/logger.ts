import { writeSync } from 'node:fs';
import { pino, type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

const secrets = [
  'authorization',
  'cookie',
  'x-api-key',
  'api-key',
  'helicone-auth',
  'password',
  'apiKey',
  'secret',
  'token',
];

/** JSON lines on standard output; known secret fields are removed wherever they stand one or two levels deep. */
export function createLogger(app: string, level = 'info'): Logger {
  const logger = pino({
    name: app,
    level,
    base: { app },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secrets.flatMap((s) => [`["${s}"]`, `*["${s}"]`, `*.*["${s}"]`]), remove: true },
  });
  endWithReader((logger as unknown as Record<symbol, Destination>)[pino.symbols.streamSym]);
  return logger;
}

type Destination = { fd?: number; flushSync?: () => void } | undefined;

/**
 * Lines that wait at an exit are written then, and where their reader is gone, as a launcher that was killed, pino's
 * writer repeats that for ever: the process would never end.
 */
function endWithReader(destination: Destination): void {
  const { fd, flushSync } = destination ?? {};
  if (fd === undefined || flushSync === undefined) return;
  destination!.flushSync = () => {
    try {
      // Of no bytes: says of a socket, as between processes of Node, whether anybody reads it.
      writeSync(fd, '');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') return;
    }
    flushSync.call(destination);
  };
}
