/** A door for reports of single calls; `provider` is a registry id, undefined where the report itself says. */
export type ReportDoor = { kind: 'report'; provider: string | undefined };
/** A door for traces: OpenTelemetry's own is answered in the trace's format, Helicone's with nothing. */
export type TraceDoor = { kind: 'trace'; answer: 'response' | 'nothing' };
export type LogDoor = ReportDoor | TraceDoor;

const logPath = '/v1/log';
const custom: LogDoor = { kind: 'report', provider: undefined };
const trace: LogDoor = { kind: 'trace', answer: 'nothing' };

/** Paths that belong to no provider. */
const doors: readonly (readonly [path: string, door: LogDoor])[] = [
  ['/custom/v1/log', custom],
  // Where Helicone's TypeScript logger sends what it takes for Google's.
  ['/googleapis/v1/log', { kind: 'report', provider: 'google-ai-studio' }],
  ['/v1/trace/custom/v1/log', custom],
  ['/v1/trace/log', trace],
  ['/trace/v1/log', trace],
  ['/v1/traces', { kind: 'trace', answer: 'response' }],
];

/** Whether a path behind a provider's door takes reports and is not the provider's: `/oai/v1/log`. */
export function isLogPath(path: string): boolean {
  return path.startsWith(logPath) && endsAt(path, logPath.length);
}

/** The door of a path that belongs to no provider. */
export function findLogDoor(url: string): LogDoor | undefined {
  return doors.find(([path]) => url.startsWith(path) && endsAt(url, path.length))?.[1];
}

/** Whether nothing but a slash and a query follows. */
function endsAt(path: string, end: number): boolean {
  const at = path.charCodeAt(end) === 47 ? end + 1 : end;
  return at === path.length || path.charCodeAt(at) === 63;
}
