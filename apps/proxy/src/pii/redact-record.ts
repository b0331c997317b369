import type { LogRecord, LogRecordMeta } from '@heliostat/contracts';
import { redactBody } from './redact-body.js';
import { redactValue } from './redact-json.js';
import { redactText } from './redact-text.js';

/** A record as it may be kept: bodies, the prompt's inputs and the error's words without personal data. */
export function redactRecord({ meta, request, response }: LogRecord): LogRecord {
  const { redact: _done, ...kept }: LogRecordMeta = { ...meta };
  const asked = redactBody(request, meta.reqType, meta.reqEncoding);
  const answered = redactBody(response, meta.resType, meta.resEncoding);
  if (asked.decoded) delete kept.reqEncoding;
  if (answered.decoded) delete kept.resEncoding;
  if (meta.error !== undefined) kept.error = redactText(meta.error);
  if (meta.promptInputs !== undefined)
    kept.promptInputs = redactValue(meta.promptInputs) as Record<string, unknown>;
  return { meta: kept, request: asked.bytes, response: answered.bytes };
}
