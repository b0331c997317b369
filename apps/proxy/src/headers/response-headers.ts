/** Reply headers that belong to one hop, or that are ours to set. */
const dropped = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'transfer-encoding',
  'te',
  'upgrade',
  'helicone-id',
  'helicone-status',
  'helicone-degraded',
]);
const Kind = { pass: 0, drop: 1, contentLength: 2, contentType: 3, contentEncoding: 4 } as const;
const seen = new Map<string, number>();
const maxSeen = 2000;
/** Longer names are rare, and would be dear to keep. */
const maxSeenName = 64;

function kindOf(name: string): number {
  const known = seen.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  let kind: number = dropped.has(lower) ? Kind.drop : Kind.pass;
  if (lower === 'content-length') kind = Kind.contentLength;
  else if (lower === 'content-type') kind = Kind.contentType;
  else if (lower === 'content-encoding') kind = Kind.contentEncoding;
  if (seen.size < maxSeen && name.length <= maxSeenName) seen.set(name, kind);
  return kind;
}

/** A reply's headers for the client, and what the proxy has to know of them. */
export class ResponseHeaders {
  /** Flat list of names and values, in order and as spelled. */
  readonly list: string[] = [];
  /** -1 when not announced. */
  contentLength = -1;
  contentType: string | undefined = undefined;
  contentEncoding: string | undefined = undefined;
}

/** Reads undici's raw header list (name, value, …), byte for byte (latin1). */
export function readResponseHeaders(raw: readonly (Buffer | string)[]): ResponseHeaders {
  const headers = new ResponseHeaders();
  const { list } = headers;
  for (let i = 0; i < raw.length; i += 2) {
    const name = headerText(raw[i]!);
    const kind = kindOf(name);
    if (kind === Kind.drop) continue;
    const value = headerText(raw[i + 1]!);
    if (kind === Kind.contentLength) headers.contentLength = Number(value);
    else if (kind === Kind.contentType) headers.contentType = value;
    else if (kind === Kind.contentEncoding && value !== 'identity') headers.contentEncoding = value;
    list.push(name, value);
  }
  return headers;
}

/** A header's name or value as undici gives it. */
export const headerText = (part: Buffer | string): string =>
  typeof part === 'string' ? part : part.toString('latin1');

/** Whether a reply of this type is a stream, of which each chunk is to reach the client as it comes. */
export const isStreamType = (contentType: string | undefined) =>
  contentType !== undefined &&
  (contentType.startsWith('text/event-stream') ||
    contentType.startsWith('application/x-ndjson') ||
    contentType.startsWith('application/vnd.amazon.eventstream'));
