import type { CodedError } from '@heliostat/platform';
import { FairBytes } from '../fairness/fair-bytes.js';
import { tooManyReplies, tooManyRepliesOfOne } from './attempt-errors.js';

/** Of replies that are kept until they are whole, to be translated or to be looked into (512 MB). */
export const heldReplyBytes = 512 * 1024 * 1024;
export const heldReplies = new FairBytes(heldReplyBytes);

/** Why this could not be held: nothing is left for anybody, or for its organisation. */
export const tooManyHeld = ({ length }: Uint8Array): CodedError =>
  heldReplies.left < length ? tooManyReplies : tooManyRepliesOfOne;
