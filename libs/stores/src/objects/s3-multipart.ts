import type { Readable } from 'node:stream';
import type { Client } from 'minio';

/** Every part but the last has this size, as some servers demand. S3 takes 10,000 parts: 320 GB. */
export const partBytes = 32 * 1024 * 1024;
const maxParts = 10_000;

export type Upload = {
  client: Client;
  bucket: string;
  key: string;
  body: Readable;
  partBytes?: number;
  /** Bounds each call in time. */
  bounded: <T>(work: () => Promise<T>) => Promise<T>;
};

/**
 * Puts a stream of unknown length and resolves with its bytes: in one call when it fits into one part, else part by
 * part. An upload that fails is taken back, so that its parts cost nothing.
 */
export async function uploadStream(upload: Upload): Promise<number> {
  const { client, bucket, key, bounded } = upload;
  const parts = inParts(upload.body, upload.partBytes ?? partBytes);
  const first = await nextOf(parts);
  const second = first && (await nextOf(parts));
  if (!second) {
    const whole = first ?? Buffer.alloc(0);
    await bounded(() => client.putObject(bucket, key, whole, whole.length));
    return whole.length;
  }
  const uploadID = await bounded(() => client.initiateNewMultipartUpload(bucket, key, {}));
  try {
    const done: { part: number; etag: string }[] = [];
    let bytes = 0;
    const send = async (part: Buffer) => {
      const partNumber = done.length + 1;
      if (partNumber > maxParts) throw new Error(`larger than ${maxParts} parts of ${partBytes} bytes`);
      const config = { bucketName: bucket, objectName: key, uploadID, partNumber, headers: {} };
      const { etag } = await bounded(() => client.uploadPart(config, part));
      done.push({ part: partNumber, etag });
      bytes += part.length;
    };
    await send(first);
    await send(second);
    for await (const part of parts) await send(part);
    await bounded(() => client.completeMultipartUpload(bucket, key, uploadID, done));
    return bytes;
  } catch (error) {
    await bounded(() => client.abortMultipartUpload(bucket, key, uploadID)).catch(() => {});
    throw error;
  }
}

const nextOf = async (parts: AsyncGenerator<Buffer>): Promise<Buffer | undefined> => {
  const { done, value } = await parts.next();
  return done ? undefined : value;
};

async function* inParts(body: Readable, size: number): AsyncGenerator<Buffer> {
  let chunks: Buffer[] = [];
  let held = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    let rest = chunk;
    while (held + rest.length >= size) {
      const fits = size - held;
      yield Buffer.concat([...chunks, rest.subarray(0, fits)], size);
      rest = rest.subarray(fits);
      chunks = [];
      held = 0;
    }
    if (rest.length > 0) chunks.push(rest);
    held += rest.length;
  }
  if (held > 0) yield Buffer.concat(chunks, held);
}
