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
  return pino({
    name: app,
    level,
    base: { app },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secrets.flatMap((s) => [`["${s}"]`, `*["${s}"]`, `*.*["${s}"]`]), remove: true },
  });
}
