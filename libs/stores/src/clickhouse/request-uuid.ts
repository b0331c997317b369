import { createHash } from 'node:crypto';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isUuid = (text: string): boolean => uuidPattern.test(text);

/**
 * The row's `request_id` for an id that a client gave: UUIDs stay (in lower case), anything else becomes a
 * version 5 UUID (RFC 9562) in the organisation's name space, the same one each time.
 */
export function requestUuid(organizationId: string, givenId: string): string {
  if (isUuid(givenId)) return givenId.toLowerCase();
  const hash = createHash('sha1')
    .update(Buffer.from(organizationId.replaceAll('-', ''), 'hex'))
    .update(givenId, 'utf8')
    .digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
