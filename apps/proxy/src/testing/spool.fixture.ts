import { join } from 'node:path';
import type { LogRecordMeta } from '@heliostat/contracts';
import { FrameWriter } from '../spool/frame-writer.js';
import { closeSync, openSync } from 'node:fs';
import { uuidV7 } from '../identity/uuid-v7.js';
import type { SpoolRecord } from '../spool/spool.js';
import { testOrg } from './proxy.fixture.js';
import { temporaryDirectory } from './temporary-directory.js';

export const otherOrg = '0b9c9f5e-7a3d-4c1b-8f64-2f1f0a9d8e7c';

export type TestSpoolRecord = SpoolRecord & { outcome: boolean | undefined };

export type RecordParts = {
  org?: string;
  meta?: Partial<LogRecordMeta>;
  request?: string;
  response?: string;
};

/** A record with everything the contract asks for; `outcome` tells what became of it. */
export function spoolRecord({ org = testOrg, meta, request = 'ask', response = 'answer' }: RecordParts = {}) {
  const whole: LogRecordMeta = {
    v: 1,
    id: uuidV7(),
    org,
    keyId: 'key-1',
    createdAt: 1_700_000_000_000,
    latencyMs: 12.5,
    ttftMs: null,
    status: 200,
    method: 'POST',
    path: '/v1/chat/completions',
    targetUrl: 'https://api.openai.com/v1/chat/completions',
    provider: 'openai',
    reqBytes: request.length,
    resBytes: response.length,
    source: 'proxy',
    ...meta,
  };
  const copy = (text: string) => {
    const bytes = Buffer.from(text);
    return { chunks: [bytes.subarray(0, 1), bytes.subarray(1)], kept: bytes.length };
  };
  const record: TestSpoolRecord = {
    org,
    outcome: undefined,
    metaJson: () => JSON.stringify(whole),
    request: copy(request),
    response: copy(response),
    committed(ok) {
      record.outcome = ok;
    },
  };
  return record;
}

export const spoolDirectory = () => join(temporaryDirectory(), '0');

/** Writes a closed spool file and returns its name. */
export function writeSpoolFile(directory: string, records: SpoolRecord[]): string {
  const name = `${uuidV7()}.spool`;
  const fd = openSync(join(directory, name), 'ax');
  new FrameWriter().write(fd, records);
  closeSync(fd);
  return name;
}
