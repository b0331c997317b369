import { z } from 'zod';
import { linkKey, readLink, signLink } from '../signed-link/signed-link.js';

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
export const bodyTokenKey = (secret: string): Buffer => linkKey(secret, 'heliostat body links v1');

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
  return signLink(key, claims);
}

/** The token's location; null when it is forged or broken, `expired` when its time is over. */
export function readBodyToken(key: Buffer, token: string, nowMs: number): BodyLocation | 'expired' | null {
  const claims = claimsSchema.safeParse(readLink(key, token, maxTokenLength));
  if (!claims.success) return null;
  const [, organizationId, segmentKey, offset, length, requestId, expires] = claims.data;
  if (expires * 1000 <= nowMs) return 'expired';
  return { organizationId, segmentKey, offset, length, requestId };
}
