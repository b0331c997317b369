import type { LogRecord, LogRecordMeta } from '@heliostat/contracts';
import type { CallInput, CallReading } from '@heliostat/llm';
import { errorMessage } from '@heliostat/platform';
import { redactRecord } from '../pii/redact-record.js';
import type { DecodedFrame } from '../spool/frame.js';

/** Reads usage and model out of a call's bodies; `readCall` of `@heliostat/llm`. */
export type ReadCall = (input: CallInput) => Pick<CallReading, 'model' | 'usage'>;

/** A frame that cannot become a record. */
export type BadFrame = { offset: number; bytes: number; fault: string };

export type SortedFrames = {
  byOrg: Map<string, LogRecord[]>;
  bad: BadFrame[];
  /** Where each record lay in the file. */
  frames: Map<LogRecord, DecodedFrame>;
};

/**
 * The records of a spool file by organisation, in order, without the bodies, and the personal data in them, that may
 * not be kept. `redactAll` is LOG_REDACT_PII.
 */
export function sortFrames(
  frames: readonly DecodedFrame[],
  readCall: ReadCall,
  redactAll = false,
): SortedFrames {
  const byOrg = new Map<string, LogRecord[]>();
  const bad: BadFrame[] = [];
  const frameOf = new Map<LogRecord, DecodedFrame>();
  for (const frame of frames) {
    if (frame.fault !== undefined) {
      bad.push(frame);
      continue;
    }
    try {
      const meta = parseMeta(frame.meta);
      const whole = { meta, request: frame.request, response: frame.response };
      const record = asKept(whole, readCall, redactAll);
      frameOf.set(record, frame);
      const records = byOrg.get(meta.org);
      if (records) records.push(record);
      else byOrg.set(meta.org, [record]);
    } catch (error) {
      bad.push({ offset: frame.offset, bytes: frame.bytes, fault: errorMessage(error) });
    }
  }
  return { byOrg, bad, frames: frameOf };
}

/** The checksum vouches for the rest: only what a newer version might have written otherwise is looked at. */
function parseMeta(bytes: Buffer): LogRecordMeta {
  const meta = JSON.parse(bytes.toString()) as LogRecordMeta;
  if (meta.v !== 1) throw new Error(`version ${String(meta.v)} of the record is not known`);
  return meta;
}

const nothing = new Uint8Array(0);

/**
 * Reads what only the bodies tell, then drops those that `Helicone-Omit-Request` and `-Response` name and redacts what
 * is left where it is asked for.
 */
function asKept(record: LogRecord, readCall: ReadCall, redactAll: boolean): LogRecord {
  const { meta } = record;
  const redact = redactAll || meta.redact === true;
  if (!meta.omitRequest && !meta.omitResponse && !redact) return record;
  const reading = readCall({
    ...meta,
    // As the worker reads it: a translated call is kept in its client's format.
    provider: meta.bodyProvider ?? meta.provider,
    request: record.request,
    response: record.response,
    truncated: { request: meta.reqTruncated, response: meta.resTruncated },
  });
  const kept: LogRecordMeta = { ...meta };
  // What a stage knew already is truer than what the bodies tell.
  if (reading.usage) kept.usage ??= reading.usage;
  if (reading.model) kept.model ??= reading.model;
  // A prompt's inputs came in the request.
  if (meta.omitRequest) delete kept.promptInputs;
  const rest = {
    meta: kept,
    request: meta.omitRequest ? nothing : record.request,
    response: meta.omitResponse ? nothing : record.response,
  };
  return redact ? redactRecord(rest) : rest;
}
