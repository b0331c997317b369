import type { Config } from '@heliostat/platform';

/** What the sealer's thread is started with. */
export type SealThreadData = { config: Config; directory: string };

/** From the proxy to the thread. */
export type SealCommand =
  { type: 'seal'; name: string } | { type: 'check'; id: number } | { type: 'stop'; graceMs: number };

/** From the thread to the proxy. */
export type SealReport =
  | { type: 'started' }
  | { type: 'wrong-settings'; message: string }
  | { type: 'sealed'; name: string; segments: number }
  | { type: 'state'; error: string | undefined }
  | { type: 'checked'; id: number; objects: string | undefined; queue: string | undefined };
