import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createSimulator, type Simulator } from '@heliostat/simulator';
import { Account } from '../harness/account.js';
import { Heliostat } from '../harness/heliostat.js';

const program = `
import os
from openai import OpenAI

client = OpenAI(
    api_key="sk-test",
    base_url=os.environ["BASE_URL"],
    max_retries=0,
    default_headers={"Helicone-Auth": "Bearer " + os.environ["KEY"]},
)
messages = [{"role": "user", "content": "Hello!"}]
reply = client.chat.completions.create(
    model="gpt-4o-mini", messages=messages, extra_headers={"Helicone-Request-Id": os.environ["PLAIN"]}
)
assert reply.choices[0].message.content
stream = client.chat.completions.create(
    model="gpt-4o-mini", messages=messages, stream=True, stream_options={"include_usage": True},
    extra_headers={"Helicone-Request-Id": os.environ["STREAMED"]},
)
text = "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)
assert text
print("ok")
`;

/** What a program sends that traces its calls with OpenTelemetry: protobuf, as nothing else was set. */
const tracer = `
import os
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

provider = TracerProvider(resource=Resource.create({"service.name": "shop"}))
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
with provider.get_tracer("shop").start_as_current_span("chat gpt-4o-mini") as span:
    span.set_attributes({
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4o-mini",
        "gen_ai.request.stop_sequences": ["a", "b"],
        "gen_ai.request.temperature": 0.5,
        "gen_ai.input.messages": '[{"role": "user", "parts": [{"type": "text", "content": "Grüße"}]}]',
        "gen_ai.usage.input_tokens": 300,
        "gen_ai.usage.output_tokens": 7,
        "traceloop.association.properties.Mark": os.environ["MARK"],
    })
    context = span.get_span_context()
provider.shutdown()
print(f"{context.trace_id:032x}-{context.span_id:016x}")
`;

describe("Python's packages", () => {
  let simulator: Simulator;
  let heliostat: Heliostat;
  let account: Account;

  beforeAll(async () => {
    simulator = await createSimulator();
    heliostat = await Heliostat.start({ env: { PROVIDER_OPENAI_BASE_URL: simulator.url } });
    account = await Account.signUp(heliostat.webUrl, heliostat.apiUrl);
  }, 240_000);

  afterAll(async () => {
    await heliostat?.dispose();
    await simulator?.close();
  }, 180_000);

  /** The simulator lives in this process, so Python must not block it. */
  const runPython = (text: string, env: Record<string, string>) => {
    const python = process.env.HELIOSTAT_TEST_PYTHON;
    if (!python) throw new Error('HELIOSTAT_TEST_PYTHON is not set: run npm run test:external');
    return new Promise<{ failed: boolean; output: string }>((resolve) => {
      execFile(
        python,
        ['-c', text],
        { timeout: 150_000, env: { ...process.env, ...env } },
        (error, stdout, stderr) => resolve({ failed: error !== null, output: stdout + stderr }),
      );
    });
  };

  it('run unmodified through the proxy, streamed and not (IN-01)', async () => {
    const [plain, streamed] = [randomUUID(), randomUUID()];
    const run = await runPython(program, {
      BASE_URL: `${heliostat.proxyUrl}/oai/v1`,
      KEY: account.apiKey,
      PLAIN: plain,
      STREAMED: streamed,
    });
    expect(run).toEqual({ failed: false, output: 'ok\n' });
    expect((await account.logged(plain)).completion_tokens).toBeGreaterThan(0);
    expect((await account.logged(streamed)).completion_tokens).toBeGreaterThan(0);
  });

  it.each([
    ['the proxy', 'none', () => heliostat.proxyUrl],
    ['the API', 'gzip', () => heliostat.apiUrl],
  ])('send traces in protobuf to %s, compression %s (LG-15)', async (_, compression, address) => {
    const run = await runPython(tracer, {
      OTEL_EXPORTER_OTLP_ENDPOINT: address(),
      OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer%20${account.apiKey}`,
      OTEL_EXPORTER_OTLP_COMPRESSION: compression,
      MARK: 'm-1',
    });

    expect(run).toEqual({ failed: false, output: expect.stringMatching(/^[0-9a-f]{32}-[0-9a-f]{16}\n$/) });
    expect(await account.logged(run.output.trim())).toMatchObject({
      provider: 'OPENAI',
      request_model: 'gpt-4o-mini',
      prompt_tokens: 300,
      completion_tokens: 7,
      request_properties: { Mark: 'm-1' },
    });
  });
});
