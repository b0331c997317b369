import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { CodedError } from '@heliostat/platform';

/**
 * A client's body on its way to the provider, at the provider's pace. `onChunk` sees every chunk; `onTooLarge` is
 * called once when more than `limit` bytes arrive, and nothing is sent after that.
 */
export class UploadBody extends Readable {
  private bytes = 0;
  private stopped = false;

  constructor(
    private readonly source: IncomingMessage,
    limit: number,
    onChunk: (chunk: Buffer) => void,
    onTooLarge: () => void,
  ) {
    super({ highWaterMark: 64 * 1024 });
    source.on('data', (chunk: Buffer) => {
      if (this.stopped) return;
      this.bytes += chunk.length;
      if (this.bytes > limit) {
        this.stopped = true;
        onTooLarge();
        return;
      }
      onChunk(chunk);
      if (!this.push(chunk)) source.pause();
    });
    source.on('end', () => {
      if (!this.stopped) this.push(null);
    });
  }

  override _read(): void {
    this.source.resume();
  }

  /** The source is let run dry by whoever answers; it must not be destroyed with this. */
  override _destroy(_error: Error | null, callback: (error?: Error | null) => void): void {
    this.stopped = true;
    callback();
  }
}

/** The error for a body above `PROXY_MAX_BODY`. */
export const bodyTooLarge = (limit: number): CodedError =>
  new CodedError(
    'proxy/body-too-large',
    `The body is larger than the limit of ${limit} bytes (PROXY_MAX_BODY).`,
    413,
  );
