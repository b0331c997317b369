import { isRecord, type Json } from '@heliostat/llm';
import { errorMessage } from '@heliostat/platform';
import { eventModel } from './event-model.js';
import { readMeta } from './log-meta.js';
import { readTiming, type LogTiming } from './log-timing.js';
import { badJson, faultAt } from './manual-log-fault.js';

/** What a client reports about a call that it made itself (`HeliconeAsyncLogRequest`). */
export type ManualLog = LogTiming & {
  /** Where the call went, or a name such as `custom-model-nopath`. */
  url: string;
  /** A provider's name, as the loggers send it beside the rest. */
  provider: string | undefined;
  /** Headers of ours out of `meta`, flat. */
  meta: string[];
  request: Buffer;
  response: Buffer;
  responseType: string;
  /** HTTP status, or a negative one of `pseudoStatus`. */
  status: number;
  /** The name of an event that no model answered. */
  model: string | undefined;
};

const json = 'application/json';

/**
 * Reads the body of a manual log (page Manual Logger – cURL). Throws 400 that names the path of what is missing or
 * wrong; keys that are not known are passed over.
 */
export function readManualLog(body: Buffer, now: number): ManualLog {
  const log = parseRecord(body);
  const request = recordAt(log, 'providerRequest', '');
  const response = recordAt(log, 'providerResponse', '');
  const asked = recordAt(request, 'json', 'providerRequest.');
  return {
    ...readTiming(log['timing'], now),
    url: textAt(request, 'url', 'providerRequest.') ?? 'custom-model-nopath',
    provider: textAt(log, 'provider', ''),
    meta: readMeta(request['meta']),
    status: statusOf(response['status']),
    model: eventModel(asked),
    request: toBytes(asked, 'providerRequest.json'),
    ...responseOf(response),
  };
}

/** The JSON object of a body. Throws 400 for anything else, with the `shape` that is wanted. */
export function parseRecord(body: Buffer, shape?: string): Json {
  let log: unknown;
  try {
    log = JSON.parse(body.toString());
  } catch (error) {
    throw badJson(errorMessage(error), shape);
  }
  if (!isRecord(log)) throw badJson('it is no object', shape);
  return log;
}

function recordAt(parent: Json, key: string, prefix: string): Json {
  const value = parent[key];
  if (isRecord(value)) return value;
  throw faultAt(
    prefix + key,
    value === undefined ? 'is missing; it must be an object.' : 'must be an object.',
  );
}

function textAt(parent: Json, key: string, prefix: string): string | undefined {
  const value = parent[key];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw faultAt(prefix + key, 'must be a text, or be left out.');
  return value;
}

/** Loggers that know no status send none, or 0. */
function statusOf(status: unknown): number {
  if (status === undefined || status === null || status === 0) return 200;
  if (Number.isInteger(status) && Number(status) >= -999 && Number(status) <= 999) return Number(status);
  throw faultAt('providerResponse.status', 'must be an HTTP status, for example 200.');
}

function responseOf(response: Json): Pick<ManualLog, 'response' | 'responseType'> {
  const text = textAt(response, 'textBody', 'providerResponse.');
  if (text !== undefined) return { response: Buffer.from(text), responseType: typeOfText(text) };
  const value = response['json'];
  // Loggers send an empty object beside a text, also where the text turned out empty.
  const empty = value === undefined || value === null || (response['textBody'] === '' && isEmpty(value));
  return {
    response: empty ? Buffer.alloc(0) : toBytes(value, 'providerResponse.json'),
    responseType: json,
  };
}

const isEmpty = (value: unknown) => isRecord(value) && Object.keys(value).length === 0;

function toBytes(value: unknown, path: string): Buffer {
  try {
    return Buffer.from(JSON.stringify(value));
  } catch {
    throw faultAt(path, 'is nested too deeply.');
  }
}

/**
 * What a reply is that was reported as text: JSON, a stream's chunks one in each line (LG-14), or words. Server-sent
 * events are told from words by whoever reads them.
 */
function typeOfText(text: string): string {
  const trimmed = text.trim();
  if (!/^[{[]/.test(trimmed)) return 'text/plain';
  if (isJson(trimmed)) return json;
  const first = trimmed.slice(0, trimmed.indexOf('\n') + 1);
  const last = trimmed.slice(trimmed.lastIndexOf('\n') + 1);
  return isJson(first) && isJson(last) ? 'application/x-ndjson' : 'text/plain';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
