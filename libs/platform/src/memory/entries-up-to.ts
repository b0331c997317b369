/**
 * Options of an `LRUCache` that holds so many entries. Its own `max` sets aside the room of all of them at once, 40 bytes
 * each: megabytes for tables that are almost empty in most installations.
 */
export const entriesUpTo = (count: number) => ({ maxSize: count, sizeCalculation: () => 1 });
