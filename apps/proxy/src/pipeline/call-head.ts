import type { KeyGrant } from '../auth/key-store.js';
import type { Door } from '../doors/door.js';
import type { RequestHeaders } from '../headers/request-headers.js';
import type { FeatureHeaders } from '../headers/feature-headers.js';

/** What is known of a call before its body is read. */
export type CallHead = {
  readonly door: Door;
  readonly headers: RequestHeaders;
  readonly features: FeatureHeaders;
  readonly grant: KeyGrant;
  readonly method: string;
  /** Path and query behind the door. */
  readonly path: string;
};
