import { writeSync, writevSync } from 'node:fs';
import { encodeFrameInto, encodeFrameParts, type FrameSource } from './frame.js';

/** The file system calls of the spool, so that a test can fill the disk. */
export type SpoolFileSystem = {
  writeSync(fd: number, buffer: Uint8Array, offset: number, length: number): number;
  writevSync(fd: number, buffers: Uint8Array[]): number;
};

/** What becomes of a source of which no frame can be made. */
export type OnUnwritable = (source: FrameSource, error: unknown) => void;

const rethrow: OnUnwritable = (_source, error) => {
  throw error;
};

const arenaBytes = 1024 * 1024;
/** Frames above this are written from where their chunks lie instead of being copied together. */
const copyLimit = 64 * 1024;

/** Writes many frames with as few system calls as possible: usually one. */
export class FrameWriter {
  private readonly arena = Buffer.allocUnsafeSlow(arenaBytes);
  private used = 0;

  constructor(private readonly files: SpoolFileSystem = { writeSync, writevSync }) {}

  /**
   * Appends all frames; returns the bytes written. A source that throws while its frame is made is left out and given
   * to `onUnwritable`. Throws when the file system does, having written any part.
   */
  write(fd: number, sources: readonly FrameSource[], onUnwritable: OnUnwritable = rethrow): number {
    let total = 0;
    this.used = 0;
    for (const source of sources) {
      try {
        if (this.copy(source)) continue;
      } catch (error) {
        onUnwritable(source, error);
        continue;
      }
      total += this.flush(fd);
      let parts: Uint8Array[];
      try {
        // The arena is empty now.
        if (this.copy(source)) continue;
        parts = encodeFrameParts(source);
      } catch (error) {
        onUnwritable(source, error);
        continue;
      }
      total += this.writeParts(fd, parts);
    }
    return total + this.flush(fd);
  }

  /** Puts the frame into the arena; false where it is too large, or too large for what is left of it. */
  private copy(source: FrameSource): boolean {
    if (source.request.kept + source.response.kept > copyLimit) return false;
    const end = encodeFrameInto(this.arena, this.used, source);
    if (end === undefined) return false;
    this.used = end;
    return true;
  }

  private flush(fd: number): number {
    const bytes = this.used;
    for (let at = 0; at < bytes;) at += this.files.writeSync(fd, this.arena, at, bytes - at);
    this.used = 0;
    return bytes;
  }

  private writeParts(fd: number, parts: Uint8Array[]): number {
    let left = 0;
    for (const part of parts) left += part.length;
    const total = left;
    let rest = parts;
    for (;;) {
      let written = this.files.writevSync(fd, rest);
      left -= written;
      if (left <= 0) return total;
      let index = 0;
      while (written >= rest[index]!.length) written -= rest[index++]!.length;
      rest = [rest[index]!.subarray(written), ...rest.slice(index + 1)];
    }
  }
}
