import { randomUUID } from 'node:crypto';
import { type LogRecordMeta } from '@heliostat/contracts';
import { requestUuid, type RequestRow } from '@heliostat/stores/clickhouse';
import { encodeFrame, segmentKey } from '@heliostat/stores/segments';
import { type AnalyticsJawn, startAnalyticsJawn } from '../testing/analytics-jawn.js';
import { dataOf } from '../testing/jawn-fixture.js';

let jawn: AnalyticsJawn;
beforeAll(async () => {
  jawn = await startAnalyticsJawn();
});
afterAll(() => jawn.close());

const versionId = randomUUID();

/** A logged call of the prompt abc123; the id is the client's. */
async function logged(id: string, meta: Partial<LogRecordMeta>, row: Partial<RequestRow> = {}) {
  const createdAt = Date.now();
  const frame = encodeFrame({
    meta: {
      v: 1,
      id,
      org: jawn.organizationId,
      keyId: null,
      createdAt,
      latencyMs: 5,
      ttftMs: null,
      status: 200,
      method: 'POST',
      path: '/v1/chat/completions',
      targetUrl: 'https://api.openai.com/v1/chat/completions',
      provider: 'openai',
      reqBytes: 0,
      resBytes: 0,
      promptId: 'abc123',
      promptVersion: versionId,
      ...meta,
    },
    request: Buffer.alloc(0),
    response: Buffer.alloc(0),
  });
  const key = segmentKey(jawn.organizationId, createdAt, randomUUID());
  await jawn.objects.put(key, frame);
  await jawn.insert([
    {
      request_id: requestUuid(jawn.organizationId, id),
      request_id_given: id,
      prompt_id: 'abc123',
      prompt_version: versionId,
      segment_key: key,
      segment_offset: 0,
      segment_length: frame.length,
      ...row,
    },
  ]);
  return key;
}
const inputsOf = (requestId: string, promptId = 'abc123', version = versionId) =>
  jawn.client.get(`/v1/prompt-2025/id/${promptId}/${version}/inputs?requestId=${requestId}`);

describe('the inputs of a prompt (PR-10)', () => {
  it('are those of the call', async () => {
    await logged('my-call', { promptInputs: { name: 'Ada', count: 0, list: [1, null] } });
    expect(dataOf(await inputsOf('my-call'))).toEqual({
      request_id: 'my-call',
      version_id: versionId,
      inputs: { name: 'Ada', count: 0, list: [1, null] },
    });
  });

  it('are empty where the call gave none', async () => {
    await logged('no-inputs', {});
    expect(dataOf(await inputsOf('no-inputs'))).toMatchObject({ inputs: {} });
  });

  it('are not those of another prompt, another version or another call', async () => {
    await logged('other-call', { promptInputs: { a: 1 } });
    const replies = await Promise.all([
      inputsOf('other-call', 'xyz789'),
      inputsOf('other-call', 'abc123', randomUUID()),
      inputsOf('never-made'),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it('are nowhere once retention dropped the record, and where nothing was kept', async () => {
    await jawn.objects.delete(await logged('dropped', { promptInputs: { a: 1 } }));
    await logged('omitted', {}, { storage_location: 'omitted' });
    expect((await inputsOf('dropped')).status).toBe(410);
    expect((await inputsOf('omitted')).status).toBe(404);
  });
});
