import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
  constants,
} from 'node:zlib';
import type { Transform } from 'node:stream';
import { decodeBody } from '@heliostat/llm';
import type { Dispatcher } from 'undici';
import { likeController } from './like-controller.js';

// A sync flush at the end gives what a cut stream holds instead of failing.
const zlibOptions = { finishFlush: constants.Z_SYNC_FLUSH };
const decoders: Record<string, () => Transform> = {
  gzip: () => createGunzip(zlibOptions),
  'x-gzip': () => createGunzip(zlibOptions),
  deflate: () => createInflate(zlibOptions),
  br: () => createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }),
  zstd: () => createZstdDecompress({ finishFlush: constants.ZSTD_e_flush }),
};
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Whether the bytes are as they say, without a coding. */
export const isPlain = (encoding: string | undefined) =>
  encoding === undefined || encoding === '' || encoding.toLowerCase() === 'identity';

/**
 * A provider's whole reply without its coding, which nobody asked for, and without the mark of UTF-8 that some servers
 * put before JSON; at most 64 MB. Undefined where the coding is unknown or the bytes are not in it.
 */
export function decodeReply(body: Buffer, encoding: string | undefined): Buffer | undefined {
  const bytes = decodeBody(body, encoding);
  if (bytes === null) return undefined;
  const plain = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return plain.subarray(0, 3).equals(byteOrderMark) ? plain.subarray(3) : plain;
}

/** Who gets the bytes of a stream without its coding. */
export type DecodedStream = {
  /** With the line to the provider; pausing it pauses the decoder too, so that what is small cannot become large. */
  data(controller: Dispatcher.DispatchController, chunk: Buffer): void;
  end(): void;
  /** The bytes are not in the coding. */
  error(error: Error): void;
};

export type StreamDecoder = { push(chunk: Buffer): void; end(): void; stop(): void };

/** Takes the coding off a stream as its chunks come; undefined where the coding is unknown, or several. */
export function createStreamDecoder(
  encoding: string,
  controller: Dispatcher.DispatchController,
  to: DecodedStream,
): StreamDecoder | undefined {
  const decoder = decoders[encoding.trim().toLowerCase()]?.();
  if (decoder === undefined) return undefined;
  const paced = likeController(controller, {
    pause() {
      decoder.pause();
      controller.pause();
    },
    resume() {
      decoder.resume();
      if (!decoder.writableNeedDrain) controller.resume();
    },
  });
  decoder.on('data', (chunk: Buffer) => {
    try {
      to.data(paced, chunk);
    } catch (error) {
      decoder.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  });
  decoder.on('end', () => to.end());
  decoder.on('error', (error) => to.error(error));
  decoder.on('drain', () => {
    if (!decoder.isPaused()) controller.resume();
  });
  return {
    push(chunk) {
      if (!decoder.write(chunk)) controller.pause();
    },
    end: () => void decoder.end(),
    stop: () => void decoder.destroy(),
  };
}
