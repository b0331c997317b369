import { statfs } from 'node:fs/promises';
import { CodedError } from '@heliostat/platform';

/** Below this ClickHouse and Postgres start to fail in the middle of writes. */
export const leastRoomBytes = 256 * 1024 * 1024;

/** Throws `launcher/disk-full` when the disk of the data directory has less than `leastRoomBytes` left. */
export async function assertRoom(
  dataDir: string,
  freeBytes: (path: string) => Promise<number> = freeDiskBytes,
): Promise<void> {
  const free = await freeBytes(dataDir);
  if (free < leastRoomBytes) throw diskFull(dataDir, free);
}

/** The one message about a full disk. */
export const diskFull = (dataDir: string, freeBytes = 0) =>
  new CodedError(
    'launcher/disk-full',
    `The disk that holds ${dataDir} is full (${Math.floor(freeBytes / 1e6)} MB left, ` +
      `${Math.ceil(leastRoomBytes / 1e6)} MB needed): free some space, or set HELIOSTAT_DATA_DIR to another disk.`,
  );

export async function freeDiskBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}
