import { CodedError } from '@heliostat/platform';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { releaseSchema } from '../file/compose-file.schema.js';
import type { Revision } from './revision-store.js';

const revisionSchema = z.object({
  apiVersion: z.string(),
  releases: z.record(z.string(), releaseSchema),
  repositories: z.record(z.string(), z.string()).optional(),
});

/** As upstream keeps them: JSON, gzip, base64. */
export const encodeRevision = (revision: Revision): string =>
  gzipSync(JSON.stringify(revision), { level: 9 }).toString('base64');

/** Reads what `encodeRevision` wrote. `what` names it in the error. */
export function decodeRevision(text: string, what: string): Revision {
  try {
    return revisionSchema.parse(JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString('utf8')));
  } catch (cause) {
    const words = `${what} cannot be read. It was written by another program, or damaged; delete it to go on without it.`;
    throw new CodedError('compose/revision-unreadable', words, 500, { cause });
  }
}
