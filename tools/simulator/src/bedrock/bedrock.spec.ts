import { crc32 } from 'node:zlib';
import { createSimulator, type Simulator } from '../simulator.js';

let sut: Simulator;
beforeEach(async () => (sut = await createSimulator()));
afterEach(() => sut.close());

const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const hi = { role: 'user', content: [{ text: 'What is the weather in Lisbon?' }] };
const call = {
  role: 'assistant',
  content: [{ toolUse: { toolUseId: 'tooluse_1', name: 'weather', input: {} } }],
};
const result = {
  role: 'user',
  content: [{ toolResult: { toolUseId: 'tooluse_1', content: [{ text: '7' }] } }],
};
const tools = [
  {
    toolSpec: {
      name: 'weather',
      inputSchema: { json: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
    },
  },
];
const ask = (
  body: object = {},
  {
    model = claude,
    method = 'converse',
    headers = {},
  }: { model?: string; method?: string; headers?: Record<string, string> } = {},
) =>
  fetch(`${sut.url}/model/${encodeURIComponent(model)}/${method}`, {
    method: 'POST',
    headers: { authorization: 'Bearer bedrock-key', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ messages: [hi], ...body }),
  });

type Frame = { headers: Record<string, string>; event: Record<string, unknown> };

/** Frames of AWS's event stream, each checksum verified. */
function readFrames(bytes: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readUInt32BE(at)) {
    const frame = bytes.subarray(at, at + bytes.readUInt32BE(at));
    expect(crc32(frame.subarray(0, 8))).toBe(frame.readUInt32BE(8));
    expect(crc32(frame.subarray(0, -4))).toBe(frame.readUInt32BE(frame.length - 4));
    const end = 12 + frame.readUInt32BE(4);
    const headers: Record<string, string> = {};
    for (let head = 12; head < end;) {
      const name = frame.toString('latin1', head + 1, head + 1 + frame[head]!);
      const start = head + 1 + name.length + 3;
      const length = frame.readUInt16BE(start - 2);
      headers[name] = frame.toString('utf8', start, start + length);
      head = start + length;
    }
    frames.push({
      headers,
      event: JSON.parse(frame.toString('utf8', end, frame.length - 4)) as Frame['event'],
    });
  }
  return frames;
}
const stream = async (body: object = {}, options: Parameters<typeof ask>[1] = {}) => {
  const response = await ask(body, { ...options, method: 'converse-stream' });
  return { response, frames: readFrames(Buffer.from(await response.arrayBuffer())) };
};

describe('the simulated Bedrock', () => {
  it('answers Converse with a message, a reason and disjoint counts', async () => {
    const response = await ask({}, { headers: { 'x-sim-tokens': '50', 'x-sim-cached-tokens': '4' } });
    const { usage, ...reply } = (await response.json()) as { usage: Record<string, number> };

    expect(reply).toMatchObject({
      output: { message: { role: 'assistant', content: [{ text: expect.any(String) }] } },
      stopReason: 'end_turn',
    });
    expect(usage).toMatchObject({ outputTokens: 50, cacheReadInputTokens: 4, cacheWriteInputTokens: 0 });
    expect(usage['totalTokens']).toBe(usage['inputTokens']! + 4 + 50);
  });

  it('streams whole binary frames with the text and the usage of the JSON reply', async () => {
    const whole = (await (await ask()).json()) as {
      output: { message: { content: { text: string }[] } };
      usage: object;
    };
    const { response, frames } = await stream();
    const types = frames.map(({ headers }) => headers[':event-type']);
    const text = frames.map(({ event }) => (event['delta'] as { text?: string } | undefined)?.text ?? '');

    expect(response.headers.get('content-type')).toBe('application/vnd.amazon.eventstream');
    expect(types.slice(0, 2)).toEqual(['messageStart', 'contentBlockDelta']);
    expect(types.slice(-3)).toEqual(['contentBlockStop', 'messageStop', 'metadata']);
    expect(text.join('').length).toBeGreaterThan(20);
    expect(Object.keys(frames.at(-1)!.event['usage'] as object)).toEqual(Object.keys(whole.usage));
  });

  it('calls a tool, in pieces of JSON where it streams, and answers its result in words', async () => {
    const { frames } = await stream({ toolConfig: { tools } });
    const start = frames.find(({ headers }) => headers[':event-type'] === 'contentBlockStart');
    const pieces = frames.map(
      ({ event }) => (event['delta'] as { toolUse?: { input: string } } | undefined)?.toolUse?.input ?? '',
    );
    const answered = await ask({ messages: [hi, call, result], toolConfig: { tools } });

    expect(start?.event).toMatchObject({ contentBlockIndex: 0, start: { toolUse: { name: 'weather' } } });
    expect(JSON.parse(pieces.join(''))).toEqual({ city: expect.any(String) });
    expect(frames.at(-2)?.event).toEqual({ stopReason: 'tool_use' });
    expect(await answered.json()).toMatchObject({ stopReason: 'end_turn' });
  });

  it.each([
    [claude, { thinking: { type: 'enabled', budget_tokens: 1024 } }, true],
    ['openai.gpt-oss-120b-1:0', { reasoning_effort: 'low' }, false],
    ['amazon.nova-2-lite-v1:0', { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } }, false],
    ['us.deepseek.r1-v1:0', undefined, false],
  ])('thinks as %s where it is asked to, and signs only what Claude thought', async (model, own, signed) => {
    const response = await ask({ additionalModelRequestFields: own }, { model });
    const { output } = (await response.json()) as { output: { message: { content: object[] } } };

    expect(output.message.content).toEqual([
      {
        reasoningContent: {
          reasoningText: { text: expect.any(String), ...(signed && { signature: expect.any(String) }) },
        },
      },
      { text: expect.any(String) },
    ]);
  });

  it('follows a JSON schema', async () => {
    const schema = JSON.stringify(tools[0]!.toolSpec.inputSchema.json);
    const response = await ask({
      outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema: { name: 'a', schema } } } },
    });
    const { output } = (await response.json()) as { output: { message: { content: { text: string }[] } } };

    expect(JSON.parse(output.message.content[0]!.text)).toEqual({ city: expect.any(String) });
  });

  it('writes what a cache point closes, and reads it the next time', async () => {
    const system = [{ text: 'rule '.repeat(1500) }, { cachePoint: { type: 'default' } }];
    const usage = async () =>
      ((await (await ask({ system })).json()) as { usage: Record<string, number> }).usage;
    const [first, second] = [await usage(), await usage()];

    expect(first['cacheWriteInputTokens']).toBeGreaterThan(1000);
    expect(first).toMatchObject({ cacheReadInputTokens: 0 });
    expect(second).toMatchObject({
      cacheReadInputTokens: first['cacheWriteInputTokens'],
      cacheWriteInputTokens: 0,
    });
  });

  it('is steered like the others: status, and a stream that breaks off', async () => {
    const refused = await ask({}, { headers: { 'x-sim-status': '429' } });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-amzn-errortype')).toMatch(/^ThrottlingException/);
    expect(await refused.json()).toEqual({ message: expect.stringContaining('Too many requests') });

    const broken = await ask({}, { method: 'converse-stream', headers: { 'x-sim-fail': 'truncate' } });
    await expect(broken.arrayBuffer()).rejects.toThrow();
  });

  const signature = (service: string) =>
    `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;

  it('takes a bearer key or a signature for its service, and nothing else', async () => {
    const status = async (authorization: string, date = '20260101T000000Z') =>
      (await ask({}, { headers: { authorization, 'x-amz-date': date } })).status;

    expect(await status(signature('bedrock'))).toBe(200);
    expect(await status(signature('s3'))).toBe(403);
    expect(await status(signature('bedrock'), '')).toBe(403);
    expect(await status('')).toBe(403);
    expect(await status('Bearer invalid')).toBe(403);
  });

  it.each<[string, object]>([
    ['an assistant first', { messages: [call, result] }],
    ['two users in a row', { messages: [hi, hi] }],
    ['blank text', { messages: [{ role: 'user', content: [{ text: ' ' }] }] }],
    ['calls without toolConfig', { messages: [hi, call, result] }],
    ['a call without a result', { messages: [hi, call, hi], toolConfig: { tools } }],
    ['a result without a call', { messages: [result], toolConfig: { tools } }],
    [
      'a document without words',
      {
        messages: [
          { role: 'user', content: [{ document: { format: 'txt', name: 'a', source: { bytes: 'YQ==' } } }] },
        ],
      },
    ],
    [
      'a document’s name with dots',
      {
        messages: [
          {
            role: 'user',
            content: [
              { text: 'a' },
              { document: { format: 'txt', name: 'a.txt', source: { bytes: 'YQ==' } } },
            ],
          },
        ],
      },
    ],
    ['a temperature over one', { inferenceConfig: { temperature: 1.5 } }],
  ])('refuses %s as AWS does', async (_what, body) => {
    const response = await ask(body);

    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toMatch(/^ValidationException/);
  });
});
