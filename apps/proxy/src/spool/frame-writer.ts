import { writeSync, writevSync } from 'node:fs';
import { encodeFrameInto, encodeFrameParts, type FrameSource } from './frame.js';

/** The file system calls of the spool, so that a test can fill the disk. */
export type SpoolFileSystem = {
  writeSync(fd: number, buffer: Uint8Array, offset: number, length: number): number;
  writevSync(fd: number, buffers: Uint8Array[]): number;
};

const arenaBytes = 1024 * 1024;
/** Frames above this are written from where their chunks lie instead of being copied together. */
const copyLimit = 64 * 1024;

/** Writes many frames with as few system calls as possible: usually one. */
export class FrameWriter {
  private readonly arena = Buffer.allocUnsafeSlow(arenaBytes);
  private used = 0;

  constructor(private readonly files: SpoolFileSystem = { writeSync, writevSync }) {}

  /** Appends all frames; returns the bytes written. Throws when the file system does, having written any part. */
  write(fd: number, sources: readonly FrameSource[]): number {
    let total = 0;
    this.used = 0;
    for (const source of sources) {
      if (source.request.kept + source.response.kept > copyLimit) {
        total += this.flush(fd) + this.writeParts(fd, encodeFrameParts(source));
        continue;
      }
      let end = encodeFrameInto(this.arena, this.used, source);
      if (end === undefined) {
        total += this.flush(fd);
        end = encodeFrameInto(this.arena, 0, source);
      }
      if (end === undefined) total += this.writeParts(fd, encodeFrameParts(source));
      else this.used = end;
    }
    return total + this.flush(fd);
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
