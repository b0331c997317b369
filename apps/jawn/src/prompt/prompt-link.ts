import { z } from 'zod';
import { linkKey, readLink, signLink } from '../signed-link/signed-link.js';

/** Which version's body a link shows, and until when (epoch seconds). */
const claimsSchema = z.tuple([z.literal(1), z.uuid(), z.uuid(), z.number()]);

export type BodyLink = { organizationId: string; versionId: string };

/** Longer texts are no links of ours. */
const maxLength = 1000;

/** The key of prompts' links, apart from what else is derived from the secret. */
export const promptLinkKey = (secret: string): Buffer => linkKey(secret, 'heliostat prompt links v1');

/** A token for a URL: who holds it may read this version's body until `expiresAtMs`. */
export function signPromptLink(key: Buffer, link: BodyLink, expiresAtMs: number): string {
  const claims: z.infer<typeof claimsSchema> = [
    1,
    link.organizationId,
    link.versionId,
    Math.floor(expiresAtMs / 1000),
  ];
  return signLink(key, claims);
}

/** What the token shows; null when it is forged or broken, `expired` when its time is over. */
export function readPromptLink(key: Buffer, token: string, nowMs: number): BodyLink | 'expired' | null {
  const claims = claimsSchema.safeParse(readLink(key, token, maxLength));
  if (!claims.success) return null;
  const [, organizationId, versionId, expires] = claims.data;
  return expires * 1000 <= nowMs ? 'expired' : { organizationId, versionId };
}
