import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** Which record's bodies a link shows, and until when (epoch seconds). */
const claimsSchema = z.tuple([
  z.literal(1),
  z.uuid(),
  z.string(),
  z.number().int().nonnegative(),
  z.number().int().positive(),
  z.string(),
  z.number(),
]);

export type BodyLocation = {
  organizationId: string;
  segmentKey: string;
  offset: number;
  length: number;
  requestId: string;
};

/** Longer texts are no tokens of ours. */
const maxTokenLength = 2000;

/** The key of body links, apart from what else is derived from the secret. */
export const bodyTokenKey = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'heliostat body links v1', 32));

const signature = (key: Buffer, payload: string): Buffer =>
  createHmac('sha256', key).update(payload, 'utf8').digest();

/** A token for a URL: who holds it may read these bodies until `expiresAtMs`. */
export function signBodyToken(key: Buffer, location: BodyLocation, expiresAtMs: number): string {
  const { organizationId, segmentKey, offset, length, requestId } = location;
  const claims: z.infer<typeof claimsSchema> = [
    1,
    organizationId,
    segmentKey,
    offset,
    length,
    requestId,
    Math.floor(expiresAtMs / 1000),
  ];
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${payload}.${signature(key, payload).toString('base64url')}`;
}

/** The token's location; null when it is forged or broken, `expired` when its time is over. */
export function readBodyToken(key: Buffer, token: string, nowMs: number): BodyLocation | 'expired' | null {
  if (token.length > maxTokenLength) return null;
  const [payload = '', mac = '', ...rest] = token.split('.');
  const expected = signature(key, payload);
  const given = Buffer.from(mac, 'base64url');
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const claims = claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  if (!claims.success) return null;
  const [, organizationId, segmentKey, offset, length, requestId, expires] = claims.data;
  if (expires * 1000 <= nowMs) return 'expired';
  return { organizationId, segmentKey, offset, length, requestId };
}
