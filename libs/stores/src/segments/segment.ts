import type { LogRecord } from '@heliostat/contracts';

/**
 * The segment file, version 1. Frames lie one after the other, each a zstd frame of one record:
 *
 *     u32le meta length · u32le request length · u32le response length · meta JSON · request · response
 *
 * then an index, itself a zstd frame of JSON `[[offset, length], …]`, then a trailer of 12 bytes:
 * u32le index length · u32le number of records · "HSG1". One frame can be fetched and read alone by a range
 * request; rows keep its offset and length.
 */
export type SegmentFrame = { offset: number; length: number };

/** A frame that could be read, or what was wrong with it: a poison frame does not stop its segment. */
export type SegmentEntry = SegmentFrame &
  ({ record: LogRecord; error?: undefined } | { record?: undefined; error: string });
