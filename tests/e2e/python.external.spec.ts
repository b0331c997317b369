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

describe("Python's openai package", () => {
  let simulator: Simulator;
  let heliostat: Heliostat;
  let account: Account;

  beforeAll(async () => {
    simulator = await createSimulator();
    heliostat = await Heliostat.start({ env: { PROVIDER_OPENAI_BASE_URL: simulator.url } });
    account = await Account.signUp(heliostat.webUrl, heliostat.apiUrl);
  }, 120_000);

  afterAll(async () => {
    await heliostat?.dispose();
    await simulator?.close();
  }, 60_000);

  it('runs unmodified through the proxy, streamed and not (IN-01)', async () => {
    const [plain, streamed] = [randomUUID(), randomUUID()];
    const python = process.env.HELIOSTAT_TEST_PYTHON;
    if (!python) throw new Error('HELIOSTAT_TEST_PYTHON is not set: run npm run test:external');
    // The simulator lives in this process, so Python must not block it.
    const run = await new Promise<{ failed: boolean; output: string }>((resolve) => {
      execFile(
        python,
        ['-c', program],
        {
          timeout: 60_000,
          env: {
            ...process.env,
            BASE_URL: `${heliostat.proxyUrl}/oai/v1`,
            KEY: account.apiKey,
            PLAIN: plain,
            STREAMED: streamed,
          },
        },
        (error, stdout, stderr) => resolve({ failed: error !== null, output: stdout + stderr }),
      );
    });
    expect(run).toEqual({ failed: false, output: 'ok\n' });
    expect((await account.logged(plain)).completion_tokens).toBeGreaterThan(0);
    expect((await account.logged(streamed)).completion_tokens).toBeGreaterThan(0);
  });
});
