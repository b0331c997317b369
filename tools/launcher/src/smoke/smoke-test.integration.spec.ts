import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { smokeTest } from './smoke-test.js';

const apiKey = 'sk-helicone-aaaaaaa-bbbbbbb-ccccccc-ddddddd';

type Call = { headers: Record<string, string | string[] | undefined>; body: string };

/** Apps as the smoke test meets them: a proxy that passes on, and an API that answers as `row` says. */
async function startApps(options: {
  proxy?: (call: Call) => Promise<{ status: number; body: string }>;
  /** Answers at the unified API. */
  unified?: (call: Call) => { status: number; body: string };
  row?: (usage: { prompt_tokens: number; completion_tokens: number }) => { status: number; body: unknown };
}) {
  let usage = { prompt_tokens: 0, completion_tokens: 0 };
  const passOn = async ({ headers, body }: Call) => {
    const reply = await fetch(`${String(headers['helicone-target-url'])}/v1/chat/completions`, {
      method: 'POST',
      body,
    });
    const text = await reply.text();
    usage = JSON.parse(text).usage;
    return { status: reply.status, body: text };
  };
  const servers: Server[] = [];
  const listen = async (listener: RequestListener) => {
    const server = createServer(listener).listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((resolve) => server.once('listening', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const proxyUrl = await listen((request, response) => {
    if (request.url === '/readyz')
      return void response.end(JSON.stringify({ ready: true, degraded: [], checks: {} }));
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', async () => {
      const call = { headers: request.headers, body };
      const answer =
        request.url === '/v1/chat/completions' && options.unified
          ? options.unified(call)
          : await (options.proxy ?? passOn)(call);
      if (request.url === '/v1/chat/completions' && answer.status === 200)
        usage = JSON.parse(answer.body).usage;
      response.writeHead(answer.status).end(answer.body);
    });
  });
  const jawnUrl = await listen((_request, response) => {
    const row = options.row ?? (() => ({ status: 200, body: { data: usage, error: null } }));
    const { status, body } = row(usage);
    response.writeHead(status).end(JSON.stringify(body));
  });
  const workerUrl = await listen((_request, response) => {
    response
      .writeHead(503)
      .end(JSON.stringify({ degraded: ['clickhouse'], checks: { clickhouse: 'no route' } }));
  });
  const close = () => servers.forEach((server) => server.close() && server.closeAllConnections());
  return { settings: { proxyUrl, jawnUrl, workerUrl, apiKey, host: '127.0.0.1', port: 0 }, close };
}

describe(smokeTest.name, () => {
  let close = () => {};
  afterEach(() => close());

  const sut = async (options: Parameters<typeof startApps>[0], rowTimeoutMs = 60_000, model?: string) => {
    const apps = await startApps(options);
    ({ close } = apps);
    const steps: string[] = [];
    await smokeTest(
      { ...apps.settings, ...(model && { model }) },
      { rowTimeoutMs, tell: (step) => steps.push(step) },
    );
    return steps;
  };

  it('tells three steps of a call that comes back as a row', async () => {
    const steps = await sut({});
    expect(steps).toHaveLength(3);
    expect(steps[2]).toMatch(/its row, with \d{4} and \d{4} tokens/);
  });

  it('waits for a row that comes later', async () => {
    let asked = 0;
    const row = (usage: object) =>
      ++asked < 3 ? { status: 404, body: { error: 'none' } } : { status: 200, body: { data: usage } };
    await expect(sut({ row })).resolves.toHaveLength(3);
  });

  it('says what is degraded when the row never comes', async () => {
    await expect(sut({ row: () => ({ status: 404, body: {} }) }, 300)).rejects.toMatchObject({
      code: 'smoke/no-row',
      message: expect.stringMatching(
        /proxy at .*: ready\n[\s\S]*worker at .*: not ready, clickhouse: no route/,
      ),
    });
  });

  it.each([
    [401, 'smoke/key-refused', /HELIOSTAT_INIT_API_KEY/],
    [403, 'smoke/private-target', /ALLOWED_PRIVATE_TARGETS/],
    [502, 'smoke/target-unreachable', /SMOKE_HOST/],
    [500, 'smoke/proxy-failed', /says: sorry/],
  ])('names the way out when the proxy answers %d', async (status, code, message) => {
    await expect(sut({ proxy: async () => ({ status, body: 'sorry' }) })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('fails on a row with other tokens', async () => {
    const row = () => ({ status: 200, body: { data: { prompt_tokens: 1, completion_tokens: 1 } } });
    await expect(sut({ row })).rejects.toMatchObject({ code: 'smoke/other-tokens' });
  });

  it('fails when our key reaches the provider', async () => {
    const proxy = async ({ headers, body }: Call) => {
      const leak = { 'x-key': String(headers['helicone-auth']) };
      const reply = await fetch(String(headers['helicone-target-url']), {
        method: 'POST',
        headers: leak,
        body,
      });
      return { status: 200, body: await reply.text() };
    };
    await expect(sut({ proxy })).rejects.toMatchObject({ code: 'smoke/key-leaked' });
  });

  describe('with a model for the unified API', () => {
    const model = 'gpt-4o-mini/openai';
    const answer = { status: 200, body: '{"usage":{"prompt_tokens":5,"completion_tokens":6}}' };

    it('calls it with our key alone, and finds its row', async () => {
      const calls: Call[] = [];
      const unified = (call: Call) => (calls.push(call), answer);
      const steps = await sut({ unified }, 60_000, model);
      expect(steps.slice(3)).toEqual([
        expect.stringMatching(/unified API answered for gpt-4o-mini\/openai/),
        expect.stringMatching(/its row, with 5 and 6 tokens/),
      ]);
      expect(calls.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${apiKey}`]);
      expect(JSON.parse(calls[0]!.body)).toMatchObject({ model });
    });

    it.each([
      [
        { status: 401, body: 'wrong key' },
        'smoke/unified-failed',
        /401 for gpt-4o-mini.*PROVIDER.*wrong key/,
      ],
      [{ status: 200, body: '{}' }, 'smoke/other-answer', /without a usage/],
    ])('tells what is wrong with the answer %j', async (unified, code, message) => {
      await expect(sut({ unified: () => unified }, 60_000, model)).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
      });
    });

    it('fails on a row with other tokens', async () => {
      let asked = 0;
      const row = (usage: object) => ({
        status: 200,
        body: { data: asked++ === 0 ? usage : { prompt_tokens: 5, completion_tokens: 7 } },
      });
      await expect(sut({ unified: () => answer, row }, 60_000, model)).rejects.toMatchObject({
        code: 'smoke/other-tokens',
      });
    });
  });
});
