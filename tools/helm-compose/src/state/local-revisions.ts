import { CodedError } from '@heliostat/platform';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeRevision, encodeRevision } from './revision-codec.js';
import type { Revision, RevisionEntry, RevisionStore } from './revision-store.js';

/** Revisions as files `<name>-<number>` in a folder. */
export class LocalRevisions implements RevisionStore {
  readonly place: string;

  constructor(
    private readonly folder: string,
    private readonly name: string,
    private readonly keep: number,
  ) {
    this.place = folder;
  }

  async list(): Promise<RevisionEntry[]> {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder)
      .flatMap((file) => {
        const number = file.startsWith(`${this.name}-`) ? file.slice(this.name.length + 1) : '';
        return /^\d+$/.test(number)
          ? [{ number: Number(number), createdAt: statSync(join(this.folder, file)).mtime }]
          : [];
      })
      .sort((a, b) => a.number - b.number);
  }

  async read(number: number): Promise<Revision | undefined> {
    const file = this.file(number);
    return existsSync(file) ? decodeRevision(readFileSync(file, 'utf8'), file) : undefined;
  }

  async add(revision: Revision): Promise<number> {
    mkdirSync(this.folder, { recursive: true });
    const all = await this.list();
    const number = (all.at(-1)?.number ?? 0) + 1;
    try {
      writeFileSync(this.file(number), encodeRevision(revision), { flag: 'wx', mode: 0o600 });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
      throw new CodedError('compose/two-at-once', `Another helm compose wrote revision ${number} meanwhile.`);
    }
    for (const old of all.slice(0, Math.max(0, all.length + 1 - this.keep))) rmSync(this.file(old.number));
    return number;
  }

  private file(number: number): string {
    return join(this.folder, `${this.name}-${number}`);
  }
}
