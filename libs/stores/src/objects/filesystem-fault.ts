import { CodedError, errorMessage } from '@heliostat/platform';
import { ObjectNotFoundError } from './object-not-found.error.js';

/**
 * What an error of the file system below `root` means to the store's user. `readKey` is the key that was to be read;
 * without it a missing file is a failure, not a missing object.
 */
export function filesystemFault(root: string, error: unknown, readKey?: string): CodedError {
  if (error instanceof CodedError) return error;
  const fault = (code: string, words: string) => new CodedError(code, words, 503, { cause: error });
  switch (systemCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fault(
        'objects/disk-full',
        `The disk that holds ${root} is full; free some space, or set HELIOSTAT_DATA_DIR to another disk.`,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return fault('objects/not-writable', `No permission to use ${root}.`);
    case 'ENOENT':
    case 'EISDIR':
    case 'ENOTDIR':
      if (readKey) return new ObjectNotFoundError(readKey);
  }
  return fault('objects/failed', `The object store in ${root} failed: ${errorMessage(error)}`);
}

/** `ENOENT` and the like. */
export const systemCode = (error: unknown): unknown => (error as { code?: unknown } | undefined)?.code;
