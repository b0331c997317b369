import { open } from 'node:fs/promises';

/** What a usual spool file fits in; of a larger one the buffer is not kept. */
const keptBytes = 4 * 1024 * 1024;
const leastBytes = 64 * 1024;

/** Buffers that files are read into, used again: one of its own for each file left 10 MB of garbage in the heap. */
export class FileBuffers {
  private readonly free: Buffer[] = [];

  /** The content of a file while `work` runs: after it the bytes are another file's. Errors are those of `open`. */
  async use<T>(path: string, work: (content: Buffer) => Promise<T>): Promise<T> {
    const file = await open(path);
    let buffer: Buffer | undefined;
    try {
      const { size } = await file.stat();
      buffer = this.take(size);
      let bytes = 0;
      while (bytes < size) {
        const { bytesRead } = await file.read(buffer, bytes, size - bytes, bytes);
        if (bytesRead === 0) break;
        bytes += bytesRead;
      }
      return await work(buffer.subarray(0, bytes));
    } finally {
      if (buffer && buffer.length <= keptBytes) this.free.push(buffer);
      await file.close();
    }
  }

  private take(size: number): Buffer {
    const kept = this.free.pop();
    if (kept && kept.length >= size) return kept;
    return Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(Math.max(size, leastBytes))));
  }
}
