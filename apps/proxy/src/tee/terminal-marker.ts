/** Lines after which a client takes a stream for complete, before the connection says so. */
const markers = [
  'data: [DONE]',
  'data:[DONE]',
  'event: message_stop',
  'event: response.completed',
  'event: response.incomplete',
  'event: response.failed',
].map((line) => Buffer.from(line));
const newline = 10;

/**
 * Offset of the line of a server-sent event that ends its stream, or -1. Only whole lines count: a model may write
 * `[DONE]` in its answer, but a JSON string holds no line break.
 */
export function findTerminalMarker(chunk: Buffer): number {
  for (const marker of markers) {
    let at = chunk.indexOf(marker);
    while (at >= 0) {
      if (at === 0 || chunk[at - 1] === newline) return at;
      at = chunk.indexOf(marker, at + 1);
    }
  }
  return -1;
}
