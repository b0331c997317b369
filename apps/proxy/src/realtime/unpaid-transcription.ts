import { CodedError } from '@heliostat/platform';
import type { JsonObject } from '../pipeline/call.js';

/** A session that only transcribes has no replies by which it could be charged. */
export const unpaidTranscription = new CodedError(
  'gateway/realtime-transcription',
  'Credits do not pay for sessions that only transcribe: add a key for OpenAI under Settings → Providers.',
  403,
);

/** A session's `intent` or `type`. */
export const isTranscription = (kind: unknown): boolean => kind === 'transcription';

/** Whether a client's event makes a session one that only transcribes, in OpenAI's older words or the newer ones. */
export function makesTranscription({ type, session }: JsonObject): boolean {
  if (type === 'transcription_session.update') return true;
  return (
    type === 'session.update' &&
    typeof session === 'object' &&
    session !== null &&
    isTranscription((session as JsonObject)['type'])
  );
}
