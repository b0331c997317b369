import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { CodedError } from '@heliostat/platform';
import { ObjectNotFoundError, type StreamingObjectStore } from '@heliostat/stores/objects';
import { backupIdTime } from '../manifest/backup-id.js';
import { manifestSchema, type FileFacts, type Manifest } from '../manifest/manifest.schema.js';
import { Digest, verified } from './digest.js';

const manifestFile = 'manifest.json';
const poolFolder = 'objects';
const deletesAtOnce = 16;

/** A set in the store: a backup, or what is left of one. */
export type BackupSet = {
  id: string;
  manifest?: Manifest;
  /** Why the manifest that is there cannot be read: damaged, or of a newer version. */
  fault?: string;
};

/** Where a bucket is, for servers that write into it by themselves. */
export type S3Place = { endpoint: string; bucket: string; keys?: { access: string; secret: string } };

/**
 * Backups in an object store: a folder for each set, `<prefix>/<id>/`, with `manifest.json` written last; and one pool
 * for the objects of all sets, `<prefix>/objects/`.
 */
export class BackupStore {
  constructor(
    readonly objects: StreamingObjectStore,
    readonly prefix: string,
    /** In words, for people. */
    readonly where: string,
    readonly s3?: S3Place,
  ) {}

  get poolPrefix(): string {
    return `${this.prefix}/${poolFolder}/`;
  }

  /** The key of a file of a set. */
  key(id: string, file: string): string {
    return `${this.prefix}/${id}/${file}`;
  }

  /** Writes a file of a set; resolves once it is whole. */
  async write(id: string, file: string, body: Readable): Promise<FileFacts> {
    const digest = new Digest();
    const [read, written] = await Promise.allSettled([
      pipeline(body, digest),
      this.objects.putStream(this.key(id, file), digest),
    ]);
    // A store that gives up closes the stream, which then fails too, without a word.
    const closed = 'ERR_STREAM_PREMATURE_CLOSE';
    if (read.status === 'rejected' && read.reason?.code !== closed) throw read.reason;
    if (written.status === 'rejected') throw written.reason;
    if (read.status === 'rejected') throw read.reason;
    return digest.facts(file);
  }

  /** Reads a file of a set; the stream fails at its end with `backup/damaged` when it is not what was written. */
  async read(id: string, facts: FileFacts): Promise<Readable> {
    try {
      return verified(await this.objects.getStream(this.key(id, facts.file)), facts);
    } catch (error) {
      if (!(error instanceof ObjectNotFoundError)) throw error;
      throw new CodedError(
        'backup/damaged',
        `${facts.file} of the backup ${id} is gone. Restore another backup.`,
      );
    }
  }

  /** Makes the set a backup. */
  async writeManifest(manifest: Manifest): Promise<void> {
    const text = `${JSON.stringify(manifestSchema.parse(manifest), null, 2)}\n`;
    await this.objects.put(this.key(manifest.id, manifestFile), Buffer.from(text));
  }

  /** All sets, newest first. */
  async sets(): Promise<BackupSet[]> {
    const folders = await this.objects.listFolders(`${this.prefix}/`);
    const ids = folders.filter((name) => backupIdTime(name)).reverse();
    const sets: BackupSet[] = [];
    for (const id of ids) sets.push(await this.set(id));
    return sets;
  }

  /** All complete backups, newest first. */
  async manifests(): Promise<Manifest[]> {
    return (await this.sets()).flatMap(({ manifest }) => manifest ?? []);
  }

  /** One set; without a manifest when there is none. */
  async set(id: string): Promise<BackupSet> {
    let text: string;
    try {
      text = (await this.objects.get(this.key(id, manifestFile))).toString();
    } catch (error) {
      if (error instanceof ObjectNotFoundError) return { id };
      throw error;
    }
    const parsed = manifestSchema.safeParse(parseJson(text));
    if (parsed.success && parsed.data.id === id) return { id, manifest: parsed.data };
    return { id, fault: 'its manifest.json is damaged, or of a newer version of Heliostat' };
  }

  /** Whether there is anything of a set. */
  async exists(id: string): Promise<boolean> {
    for await (const _ of this.objects.list(`${this.prefix}/${id}/`)) return true;
    return false;
  }

  /** Removes a set, its manifest first: what is left of it after a crash is no backup. */
  async remove(id: string): Promise<void> {
    await this.objects.delete(this.key(id, manifestFile));
    await this.removeBelow(`${this.prefix}/${id}/`);
  }

  /** Removes every object below a prefix. */
  async removeBelow(prefix: string): Promise<void> {
    let deleting: Promise<void>[] = [];
    for await (const { key } of this.objects.list(prefix)) {
      deleting.push(this.objects.delete(key));
      if (deleting.length < deletesAtOnce) continue;
      await Promise.all(deleting);
      deleting = [];
    }
    await Promise.all(deleting);
  }

  async close(): Promise<void> {
    await this.objects.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
