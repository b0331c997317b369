import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** Which version's body a link shows, and until when (epoch seconds). */
const claimsSchema = z.tuple([z.literal(1), z.uuid(), z.uuid(), z.number()]);

export type BodyLink = { organizationId: string; versionId: string };

/** Longer texts are no links of ours. */
const maxLength = 1000;

/** The key of prompts' links, apart from what else is derived from the secret. */
export const promptLinkKey = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'heliostat prompt links v1', 32));

const signature = (key: Buffer, payload: string): Buffer =>
  createHmac('sha256', key).update(payload, 'utf8').digest();

/** A token for a URL: who holds it may read this version's body until `expiresAtMs`. */
export function signPromptLink(key: Buffer, link: BodyLink, expiresAtMs: number): string {
  const claims: z.infer<typeof claimsSchema> = [
    1,
    link.organizationId,
    link.versionId,
    Math.floor(expiresAtMs / 1000),
  ];
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${payload}.${signature(key, payload).toString('base64url')}`;
}

/** What the token shows; null when it is forged or broken, `expired` when its time is over. */
export function readPromptLink(key: Buffer, token: string, nowMs: number): BodyLink | 'expired' | null {
  if (token.length > maxLength) return null;
  const [payload = '', mac = '', ...rest] = token.split('.');
  const expected = signature(key, payload);
  const given = Buffer.from(mac, 'base64url');
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const claims = claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  if (!claims.success) return null;
  const [, organizationId, versionId, expires] = claims.data;
  return expires * 1000 <= nowMs ? 'expired' : { organizationId, versionId };
}
