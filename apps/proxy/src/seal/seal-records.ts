import type { LogRecord, LogRecordMeta } from '@heliostat/contracts';
import type { CallInput, CallReading } from '@heliostat/llm';
import { errorMessage } from '@heliostat/platform';
import type { DecodedFrame } from '../spool/frame.js';

/** Reads usage and model out of a call's bodies; `readCall` of `@heliostat/llm`. */
export type ReadCall = (input: CallInput) => Pick<CallReading, 'model' | 'usage'>;

/** A frame that cannot become a record. */
export type BadFrame = { offset: number; bytes: number; fault: string };

export type SortedFrames = { byOrg: Map<string, LogRecord[]>; bad: BadFrame[] };

/** The records of a spool file by organisation, in order, without the bodies that may not be kept. */
export function sortFrames(frames: readonly DecodedFrame[], readCall: ReadCall): SortedFrames {
  const byOrg = new Map<string, LogRecord[]>();
  const bad: BadFrame[] = [];
  for (const frame of frames) {
    if (frame.fault !== undefined) {
      bad.push(frame);
      continue;
    }
    try {
      const meta = parseMeta(frame.meta);
      const record = withoutOmitted({ meta, request: frame.request, response: frame.response }, readCall);
      const records = byOrg.get(meta.org);
      if (records) records.push(record);
      else byOrg.set(meta.org, [record]);
    } catch (error) {
      bad.push({ offset: frame.offset, bytes: frame.bytes, fault: errorMessage(error) });
    }
  }
  return { byOrg, bad };
}

/** The checksum vouches for the rest: only what a newer version might have written otherwise is looked at. */
function parseMeta(bytes: Buffer): LogRecordMeta {
  const meta = JSON.parse(bytes.toString()) as LogRecordMeta;
  if (meta.v !== 1) throw new Error(`version ${String(meta.v)} of the record is not known`);
  return meta;
}

const nothing = new Uint8Array(0);

/** Reads what only the bodies tell, then drops those that `Helicone-Omit-Request` and `-Response` name. */
function withoutOmitted(record: LogRecord, readCall: ReadCall): LogRecord {
  const { meta } = record;
  if (!meta.omitRequest && !meta.omitResponse) return record;
  const reading = readCall({
    ...meta,
    request: record.request,
    response: record.response,
    truncated: { request: meta.reqTruncated, response: meta.resTruncated },
  });
  const kept: LogRecordMeta = { ...meta };
  if (reading.usage) kept.usage = reading.usage;
  if (reading.model) kept.model = reading.model;
  return {
    meta: kept,
    request: meta.omitRequest ? nothing : record.request,
    response: meta.omitResponse ? nothing : record.response,
  };
}
