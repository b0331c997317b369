import { randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, open, opendir, readFile, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { filesystemFault, systemCode } from './filesystem-fault.js';
import { assertObjectKey, assertObjectPrefix } from './object-key.js';
import { ObjectNotFoundError } from './object-not-found.error.js';
import type { StreamingObjectStore } from './streaming-object-store.js';

/** No key can start with a dot, so that unfinished files are in nobody's listing. */
const unfinished = '.unfinished';
const staleMs = 3_600_000;

/**
 * Objects as files below a folder. A put writes to a file beside, flushes it and its folder to the disk, and renames:
 * what `put` acknowledged survives a power cut. Several processes may share the folder.
 */
export class FilesystemObjectStore implements StreamingObjectStore {
  private readonly root: string;
  private cleaned?: Promise<void>;

  constructor(root: string) {
    this.root = resolve(root);
  }

  async put(key: string, body: Uint8Array): Promise<void> {
    await this.write(key, body);
  }

  async putStream(key: string, body: Readable): Promise<number> {
    return this.write(key, body);
  }

  async get(key: string): Promise<Buffer> {
    const path = this.path(key);
    return this.translate(() => readFile(path), key);
  }

  async getStream(key: string): Promise<Readable> {
    const path = this.path(key);
    return this.translate(async () => {
      const file = await open(path, 'r');
      if ((await file.stat()).isFile()) return file.createReadStream();
      await file.close();
      throw new ObjectNotFoundError(key);
    }, key);
  }

  async copyFrom(): Promise<boolean> {
    return false;
  }

  async listFolders(prefix: string): Promise<string[]> {
    assertObjectPrefix(prefix);
    const entries = await this.entries(prefix);
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort(byBytes);
  }

  async getRange(key: string, offset: number, length: number): Promise<Buffer> {
    const path = this.path(key);
    return this.translate(async () => {
      const file = await open(path, 'r');
      try {
        const left = Math.max(0, (await file.stat()).size - offset);
        const buffer = Buffer.allocUnsafe(Math.min(length, left));
        let read = 0;
        while (read < buffer.length) {
          const { bytesRead } = await file.read(buffer, read, buffer.length - read, offset + read);
          if (bytesRead === 0) break;
          read += bytesRead;
        }
        return buffer.subarray(0, read);
      } finally {
        await file.close();
      }
    }, key);
  }

  async *list(prefix: string): AsyncGenerator<{ key: string; bytes: number; modifiedAt: Date }> {
    assertObjectPrefix(prefix);
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    yield* this.walk(folder, prefix);
  }

  async delete(key: string): Promise<void> {
    const path = this.path(key);
    await this.translate(async () => {
      await rm(path, { force: true });
      await this.prune(dirname(path));
    });
  }

  async check(): Promise<void> {
    await this.translate(async () => {
      await rm(await this.writeUnfinished(Buffer.from('ok')), { force: true });
    });
  }

  async close(): Promise<void> {
    await this.cleaned;
  }

  private path(key: string): string {
    assertObjectKey(key);
    return join(this.root, key);
  }

  private async write(key: string, body: Uint8Array | Readable): Promise<number> {
    const path = this.path(key);
    return this.translate(async () => {
      const temporary = await this.writeUnfinished(body);
      try {
        const { size } = await stat(temporary);
        await this.moveInto(temporary, path);
        return size;
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    });
  }

  private async writeUnfinished(body: Uint8Array | Readable): Promise<string> {
    const folder = join(this.root, unfinished);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    this.cleaned ??= this.removeStale(folder);
    const path = join(folder, randomUUID());
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(body);
      await file.sync();
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    return path;
  }

  /** A delete of the folder's last object may remove the folder under our feet: made again, at most three times. */
  private async moveInto(temporary: string, path: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await rename(temporary, path);
        return await syncFolder(dirname(path));
      } catch (error) {
        if (attempt === 3 || systemCode(error) !== 'ENOENT') throw error;
      }
    }
  }

  private async *walk(
    folder: string,
    prefix: string,
  ): AsyncGenerator<{ key: string; bytes: number; modifiedAt: Date }> {
    const keys = (await this.entries(folder))
      .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
      .filter((key) => key.startsWith(prefix) || (key.endsWith('/') && prefix.startsWith(key)))
      .sort(byBytes);
    for (const key of keys) {
      if (key.endsWith('/')) yield* this.walk(key, prefix);
      else {
        const found = await stat(join(this.root, key)).catch(() => undefined);
        if (found) yield { key, bytes: found.size, modifiedAt: found.mtime };
      }
    }
  }

  private async entries(folder: string): Promise<Dirent[]> {
    const entries = await readdir(join(this.root, folder), { withFileTypes: true }).catch((error) => {
      if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return [];
      throw filesystemFault(this.root, error);
    });
    return entries.filter((entry) => !entry.name.startsWith('.'));
  }

  /** Removes folders that became empty, up to the root. */
  private async prune(folder: string): Promise<void> {
    for (let at = folder; at.startsWith(`${this.root}/`); at = dirname(at)) {
      try {
        await rmdir(at);
      } catch (error) {
        if (systemCode(error) !== 'ENOENT') return;
      }
    }
  }

  /** What a killed process left behind; younger files may be another process's. */
  private async removeStale(folder: string): Promise<void> {
    try {
      for await (const entry of await opendir(folder)) {
        const path = join(folder, entry.name);
        const found = await stat(path).catch(() => undefined);
        if (found && Date.now() - found.mtimeMs > staleMs) await rm(path, { force: true });
      }
    } catch {
      // Only room on the disk is at stake; the next start tries again.
    }
  }

  private async translate<T>(work: () => Promise<T>, readKey?: string): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw filesystemFault(this.root, error, readKey);
    }
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** S3's order; `localeCompare` would mix cases. */
const byBytes = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
