import { CodedError } from '@heliostat/platform';

/** In the order in which they are backed up: every row's segment is copied after its row. */
export const storeNames = ['postgres', 'clickhouse', 'objects'] as const;
export type StoreName = (typeof storeNames)[number];

/** `postgres,objects`, or all when nothing is told; in the order of `storeNames`. */
export function parseStores(text: string | undefined): StoreName[] {
  if (text === undefined || text.trim() === '') return [...storeNames];
  const asked = text.split(',').map((name) => name.trim());
  const unknown = asked.filter((name) => !storeNames.includes(name as StoreName));
  if (unknown.length > 0)
    throw new CodedError(
      'backup/bad-stores',
      `--stores: expected some of ${storeNames.join(', ')}, not ${unknown.join(', ')}`,
      400,
    );
  return storeNames.filter((name) => asked.includes(name));
}
