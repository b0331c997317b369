import type { KeyPermissions } from '@heliostat/contracts';

/** What a key may do, in words. */
export const permissionWords: Record<KeyPermissions, { label: string; words: string }> = {
  rw: { label: 'Read and write', words: 'Sends requests and reads this API' },
  w: { label: 'Write', words: 'Sends requests and logs; reads nothing' },
  r: { label: 'Read', words: 'Reads this API; sends nothing through the proxy' },
};
