import { createHash } from 'node:crypto';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { CodedError } from '@heliostat/platform';
import type { FileFacts } from '../manifest/manifest.schema.js';

/** Lets bytes through, and knows their number and SHA-256 afterwards. */
export class Digest extends Transform {
  private readonly hash = createHash('sha256');
  bytes = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    done(null, chunk);
  }

  facts(file: string): FileFacts {
    return { file, bytes: this.bytes, sha256: this.hash.digest('hex') };
  }
}

/** The stream as it is, which fails at its end with `backup/damaged` unless it is what was written. */
export function verified(stream: Readable, facts: FileFacts): Readable {
  const check = async function* () {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
    if (bytes !== facts.bytes || hash.digest('hex') !== facts.sha256)
      throw new CodedError(
        'backup/damaged',
        `${facts.file} of the backup is damaged: it has ${bytes} bytes of ${facts.bytes}, or others than were written. ` +
          'Restore another backup.',
      );
  };
  return Readable.from(check(), { objectMode: false });
}
