const levels: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
const hidden = new Set(['level', 'time', 'pid', 'hostname', 'app', 'name', 'msg', 'stack', 'err', 'v']);

/** Node's own remarks about deprecated calls are for developers: in the log file only. */
const runtimeWarning = /^\(node:\d+\) |^\(Use `node --trace/;

export type AppLine = { level: number; text: string };

/**
 * A line of an app's output for people: `warn  the queue is away  store=ingest`. JSON lines of pino are taken apart;
 * anything else is kept as it is, as an error when it came from standard error.
 */
export function readAppLine(line: string, fromStderr: boolean): AppLine {
  const entry = parse(line);
  if (!entry) return { level: fromStderr && !runtimeWarning.test(line) ? 50 : 30, text: line };
  const level = Number(entry.level);
  const error =
    entry.err && typeof entry.err === 'object' ? (entry.err as { message?: unknown }).message : undefined;
  const fields = Object.entries(entry)
    .filter(([name]) => !hidden.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const words = [String(entry.msg ?? ''), ...(error ? [`(${String(error)})`] : []), ...fields];
  return { level, text: `${(levels[level] ?? 'info').padEnd(5)} ${words.filter(Boolean).join(' ')}` };
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    const entry = value as Record<string, unknown>;
    return typeof value === 'object' && value !== null && typeof entry.level === 'number' ? entry : undefined;
  } catch {
    return undefined;
  }
}
