import { CodedError } from '@heliostat/platform';
import {
  startTestProxy,
  startUpstream,
  testKey,
  readBody,
  type TestProxy,
  type TestUpstream,
} from '../testing/proxy.fixture.js';
import type { CallOutcome } from './call.js';
import type { Stage } from './stage.js';

describe('the long way', () => {
  let upstream: TestUpstream;
  let sut: TestProxy;
  let bodies: string[];
  let status: number;

  beforeAll(async () => {
    upstream = await startUpstream((request, response) => {
      void readBody(request).then((body) => {
        bodies.push(body.toString());
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(
          '{"usage":{"prompt_tokens":2,"completion_tokens":3,"total_tokens":5},"model":"gpt-4o","choices":[]}',
        );
      });
    });
  });
  beforeEach(() => {
    bodies = [];
    upstream.requests.length = 0;
    status = 200;
  });
  afterEach(() => sut.stop());
  afterAll(() => upstream.stop());

  const stage = (name: string, run: Stage['run'], wanted: Stage['wanted'] = () => true): Stage => ({
    name,
    wanted,
    run,
  });
  const start = async (...stages: Stage[]) => (sut = await startTestProxy(upstream.url, { stages }));
  const call = (headers: Record<string, string> = {}, body: string | Buffer = '{"model":"gpt-4o"}') =>
    fetch(`${sut.url}/oai/v1/chat/completions`, {
      method: 'POST',
      headers: { 'helicone-auth': `Bearer ${testKey}`, 'helicone-cache-seed': 'x', ...headers },
      body: body as string,
    });

  it('asks no stage about a call without a feature header', async () => {
    let asked = 0;
    await start(
      stage(
        'a',
        () => undefined,
        () => ++asked > 0,
      ),
    );
    await fetch(`${sut.url}/oai/v1/x`, { headers: { 'helicone-auth': `Bearer ${testKey}` } });
    expect(asked).toBe(0);
  });

  it('refuses a body that is nested too deeply to be written again', async () => {
    await start(stage('a', (given) => void given.replaceJson({ ...given.json })));
    const response = await call({}, `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/nested too deeply/);
  });

  it('asks stages about every call of a key with stored limits', async () => {
    await start(stage('a', () => ({ status: 418, contentType: 'text/plain', chunks: [Buffer.from('no')] })));
    sut.keys.add(testKey, { limited: true });
    const response = await fetch(`${sut.url}/oai/v1/x`, {
      headers: { 'helicone-auth': `Bearer ${testKey}` },
    });
    expect(response.status).toBe(418);
  });

  it('runs stages in their order, each on what the one before left', async () => {
    const push = (letter: string) =>
      stage(letter, async (given) => {
        await Promise.resolve();
        given.replaceJson({ ...given.json, order: `${String(given.json?.['order'] ?? '')}${letter}` });
        return undefined;
      });
    await start(push('a'), push('b'), push('c'));
    await call();
    expect(JSON.parse(bodies[0]!)).toEqual({ model: 'gpt-4o', order: 'abc' });
  });

  it('sends the client’s own bytes where no stage changed them', async () => {
    await start(stage('a', () => undefined));
    await call({}, '{ "model" : "gpt-4o" , "x":1.0}');
    expect(bodies[0]).toBe('{ "model" : "gpt-4o" , "x":1.0}');
  });

  it('ends with the first stage that answers', async () => {
    let reached = false;
    await start(
      stage('a', (given) => {
        given.reply('helicone-cache', 'HIT');
        return { status: 200, contentType: 'text/plain', chunks: [Buffer.from('one'), Buffer.from('two')] };
      }),
      stage('b', () => void (reached = true)),
    );
    const response = await call();
    expect(await response.text()).toBe('onetwo');
    expect(response.headers.get('helicone-cache')).toBe('HIT');
    expect(response.headers.get('helicone-id')).toBeTruthy();
    expect(reached).toBe(false);
    expect(bodies).toEqual([]);
    expect(sut.records().at(-1)!.response.toString()).toBe('onetwo');
  });

  it('turns a stage’s coded error into a reply, and its fault into a 500 for this call alone', async () => {
    let error: Error = new CodedError('proxy/no', 'Not like this.', 422);
    await start(
      stage('a', () => {
        throw error;
      }),
    );
    const refused = await call();
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('Not like this.');
    error = new Error('secret detail');
    const failed = await call();
    expect(failed.status).toBe(500);
    expect(await failed.text()).not.toContain('secret detail');
  });

  it('says in one header what was skipped', async () => {
    await start(
      stage('a', (given) => void given.degrade('cache')),
      stage('b', (given) => void given.degrade('rate-limit')),
    );
    expect((await call()).headers.get('helicone-degraded')).toBe('cache, rate-limit');
  });

  it('tells listeners the end before the client has the last byte', async () => {
    const outcomes: CallOutcome[] = [];
    const costs: (bigint | null)[] = [];
    await start(
      stage(
        'a',
        (given) =>
          given.onEnd((outcome) => {
            outcomes.push(outcome);
            costs.push(outcome.costNanoUsd());
          }) as undefined,
      ),
    );
    await (await call()).text();
    expect(outcomes[0]).toMatchObject({ status: 200, complete: true });
    expect(outcomes[0]!.usage()).toMatchObject({ input: 2, output: 3 });
    // 2 at $2.50 and 3 at $10 per million.
    expect(costs).toEqual([35_000n]);
  });

  it('releases the reply and tells the other listeners where one of them throws', async () => {
    const told: string[] = [];
    const broken = () => {
      throw new Error('must not happen');
    };
    await start(
      stage('a', (given) => {
        given.onClose(broken);
        given.onClose(() => told.push('close'));
        given.onEnd(broken);
        given.onEnd(() => told.push('end'));
        return undefined;
      }),
    );
    expect((await call()).status).toBe(200);
    expect(told).toEqual(['close', 'end']);
    expect(sut.records().length).toBe(1);
  });

  it('puts what stages found out into the record', async () => {
    await start(
      stage('a', (given) => void Object.assign(given.facts, { threat: false, promptVersion: '1.2' })),
    );
    await call();
    expect(sut.records().at(-1)!.meta).toMatchObject({ threat: false, promptVersion: '1.2' });
  });

  it('refuses a body that is too large before any stage runs', async () => {
    let ran = false;
    sut = await startTestProxy(upstream.url, {
      stages: [stage('a', () => void (ran = true))],
      settings: { PROXY_MAX_BODY: '100' },
    });
    expect((await call({}, 'x'.repeat(101))).status).toBe(413);
    expect(ran).toBe(false);
  });
});
