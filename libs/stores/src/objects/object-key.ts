import { CodedError } from '@heliostat/platform';

const part = '[A-Za-z0-9_-][A-Za-z0-9._-]*';
const keyPattern = new RegExp(`^${part}(?:/${part})*$`);
const prefixPattern = new RegExp(`^(?:${part}(?:/${part})*/?)?$`);

/** S3's limit. */
const maxKeyLength = 1024;

/**
 * Throws `objects/bad-key` (400) unless the key is relative, has only letters, digits, `.`, `_`, `-` between single
 * slashes, and no part starts with a dot: what no driver can take for a path that leaves its root.
 */
export function assertObjectKey(key: string): void {
  if (key.length > maxKeyLength || !keyPattern.test(key)) throw badKey(key);
}

/** As `assertObjectKey` for the beginning of a key; empty is everything. */
export function assertObjectPrefix(prefix: string): void {
  if (prefix.length > maxKeyLength || !prefixPattern.test(prefix)) throw badKey(prefix);
}

const badKey = (key: string) =>
  new CodedError('objects/bad-key', `Not a key of an object: ${JSON.stringify(key.slice(0, 200))}.`, 400);
