import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HeliconeRequest } from '@heliostat/contracts';
import type { Account } from '../harness/account.js';
import { Gateway } from '../harness/gateway.js';

type Recipe = {
  /** A program below `integrations/`. */
  program: string;
  /** Calls that it makes, and so rows that it leaves. */
  calls: number;
  providers: string[];
  user?: string;
  session?: string;
};

const both = ['ANTHROPIC', 'OPENAI'];
const three = ['ANTHROPIC', 'GOOGLE', 'OPENAI'];
const recipes: [title: string, recipe: Recipe][] = [
  ["OpenAI's package (IN-01)", { program: 'openai_sdk', calls: 12, providers: three }],
  ["Anthropic's package (IN-14)", { program: 'anthropic_sdk', calls: 6, providers: both }],
  ['OpenAI Agents (IN-08)', { program: 'openai_agents', calls: 16, providers: both }],
  [
    'LangChain (IN-02)',
    {
      program: 'langchain_chat',
      calls: 13,
      providers: three,
      user: 'demo-user',
      session: 'langchain-example',
    },
  ],
  ['LangGraph (IN-03)', { program: 'langgraph_agent', calls: 4, providers: both, session: 'langgraph' }],
  [
    'LiteLLM (IN-04)',
    {
      program: 'litellm_completion',
      calls: 3,
      providers: both,
      user: 'user-789',
      session: 'session-abc-123',
    },
  ],
  ['LlamaIndex (IN-05)', { program: 'llama_index_helicone', calls: 6, providers: both, user: 'user-123' }],
  [
    'DSPy (IN-06)',
    {
      program: 'dspy_lm',
      calls: 2,
      providers: ['OPENAI'],
      user: 'user-123',
      session: 'dspy-example-session',
    },
  ],
];

/**
 * Python's frameworks as their recipes show them, with no change but the base URL. Not here: Langfuse, CrewAI and Ragas,
 * which call through OpenAI's package or LiteLLM; Dify and n8n, which are servers of their own; PostHog and MCP, which
 * are features of ours and have tests of their own.
 */
describe("Frameworks' recipes on the gateway", () => {
  let gateway: Gateway;
  let account: Account;
  let promptId: string;

  beforeAll(async () => {
    gateway = await Gateway.start();
    account = gateway.account;
    ({ id: promptId } = await account.post<{ id: string }>('/v1/prompt-2025', {
      name: 'Greeting',
      promptBody: { messages: [{ role: 'system', content: 'Greet {{hc:name:string}}.' }] },
    }));
  }, 240_000);

  afterAll(() => gateway?.dispose(), 180_000);

  /** The simulator lives in this process, so Python must not block it. */
  const run = (program: string) =>
    new Promise<{ failed: boolean; output: string }>((resolve) => {
      const python = process.env.HELIOSTAT_TEST_PYTHON_INTEGRATIONS;
      if (!python) throw new Error('HELIOSTAT_TEST_PYTHON_INTEGRATIONS is not set: run npm run test:recipes');
      const rootUrl = gateway.heliostat.proxyUrl;
      execFile(
        python,
        [join(import.meta.dirname, 'integrations', `${program}.py`)],
        {
          timeout: 150_000,
          env: {
            PATH: process.env.PATH,
            HOME: process.env.HOME,
            ROOT_URL: rootUrl,
            BASE_URL: `${rootUrl}/v1`,
            KEY: account.apiKey,
            RECIPE: program,
            PROMPT_ID: promptId,
            // LiteLLM fetches a list of prices at its import otherwise.
            LITELLM_LOCAL_MODEL_COST_MAP: 'True',
          },
        },
        (error, stdout, stderr) =>
          resolve({ failed: error !== null, output: stdout + (error ? stderr : '') }),
      );
    });
  const rowsOf = async (program: string, count: number) => {
    let rows: HeliconeRequest[] = [];
    for (const deadline = Date.now() + 60_000; rows.length < count && Date.now() < deadline; await sleep(200))
      rows = await account.requests({ properties: { Recipe: { equals: program } } });
    return rows;
  };

  it.each(recipes)(
    '%s runs, and every call of it is in the log',
    async (_title, { program, calls, providers, user, session }) => {
      expect(await run(program)).toEqual({ failed: false, output: 'ok\n' });
      const rows = await rowsOf(program, calls);
      expect(rows).toHaveLength(calls);
      expect([...new Set(rows.map(({ provider }) => provider))].sort()).toEqual(providers);
      for (const row of rows) {
        expect(row).toMatchObject({
          response_status: 200,
          request_user_id: user ?? null,
          properties: session === undefined ? {} : { 'Helicone-Session-Id': session },
        });
        expect(row.prompt_tokens).toBeGreaterThan(0);
        expect(row.cost).toBeGreaterThan(0);
      }
    },
    180_000,
  );

  it('fills the prompt that LangChain and DSPy name (PR-01)', async () => {
    const rows = await account.requests({ request_response_rmt: { prompt_id: { equals: promptId } } });
    expect(rows.map(({ properties }) => properties['Recipe']).sort()).toEqual([
      'dspy_lm',
      'dspy_lm',
      'langchain_chat',
    ]);
    for (const { prompt_inputs } of rows) expect(prompt_inputs).toEqual({ name: 'Sarah' });
  });
});
