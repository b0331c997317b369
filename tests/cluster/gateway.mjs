import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { HeliconeManualLogger } from '@helicone/helpers';
import OpenAI from 'openai';
import { WebSocket } from 'ws';
import { sleep, until } from './cluster.mjs';

const quota = 40;
/** Of gpt-4o: at most 0.16 cents each, so that all together would cost several times the balance. */
const paidCalls = 60;
const balanceCents = 1;
const maxTokens = 150;
/** What a stored limit, a balance and a key take to hold on every pod. */
const settleMs = 1_500;
const model = 'gpt-4o/openai';
const times = (count, make) => Promise.all(Array.from({ length: count }, (_, index) => make(index)));

/** The owner with an organisation of its own for these checks: neither limits nor credits reach what other steps do. */
export async function openOrganization({ webUrl, apiUrl, owner }) {
  const asBrowser = async (path, body, { headers = {}, method = 'POST' } = {}) => {
    const reply = await fetch(`${webUrl}/api${path}`, {
      method,
      headers: { 'content-type': 'application/json', origin: webUrl, ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${text.slice(0, 300)}`);
    return { reply, data: JSON.parse(text).data };
  };
  const { reply } = await asBrowser('/auth/sign-in/email', owner);
  const cookie = reply.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const name = `cluster test ${randomUUID().slice(0, 8)}`;
  const { data: org } = await asBrowser('/v1/organization/create', { name }, { headers: { cookie } });
  const headers = { cookie, 'helicone-org-id': org };
  const asOwner = async (path, body, method) => (await asBrowser(path, body, { headers, method })).data;
  const makeKey = (api_key_name) => asOwner('/v1/api-keys', { api_key_name });
  const { apiKey } = await makeKey('calls');
  const ask = async (path, body) => {
    const got = await fetch(`${apiUrl}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const { data, error } = await got.json();
    if (error) throw new Error(`${path}: ${got.status} ${error}`);
    return data;
  };
  const rowOf = (id) =>
    until(`${id} is a row`, () => ask(`/v1/request/${id}?includeBody=true`).catch(() => undefined), 60);
  return { org, apiKey, asOwner, makeKey, ask, rowOf };
}

/**
 * What every pod of the proxy must hold with the others. `urls`: the Service and pods, which calls go to in turn;
 * `simulatorUrl`: the provider behind them. Resolves with a line of what was seen; rejects at the first that is wrong.
 */
export async function checkGateway({ urls, simulatorUrl, account }) {
  const { org, apiKey, asOwner, makeKey, ask, rowOf } = account;
  const clientOf = (key, index) =>
    new OpenAI({ apiKey: key, baseURL: `${urls[index % urls.length]}/v1`, maxRetries: 0, timeout: 30_000 });
  /** Status, headers and body of one call; what is refused is an answer, too. */
  const chat = async (index, { key = apiKey, headers = {}, ...body } = {}) => {
    try {
      const { data, response } = await clientOf(key, index)
        .chat.completions.create(
          { model, messages: [{ role: 'user', content: 'Hello!' }], ...body },
          { headers },
        )
        .withResponse();
      return { status: response.status, headers: response.headers, data };
    } catch (error) {
      if (!(error instanceof OpenAI.APIError) || error.status === undefined) throw error;
      return { status: error.status, headers: error.headers, error: error.message };
    }
  };
  const said = (content) => [{ role: 'user', content }];
  /** What the provider was asked, by a mark in the body. */
  const upstream = async (mark) => {
    const reply = await fetch(`${simulatorUrl}/__sim/requests`, { signal: AbortSignal.timeout(30_000) });
    const { requests } = await reply.json();
    return requests.filter(({ body }) => body.includes(mark));
  };
  const statuses = (calls) =>
    JSON.stringify(
      Object.entries(Object.groupBy(calls, ({ status }) => status)).map(([s, of]) => [s, of.length]),
    );
  const only = (calls, ...allowed) => {
    const other = calls.find(({ status }) => !allowed.includes(status));
    assert.equal(other, undefined, `an answer ${other?.status}: ${other?.error} among ${statuses(calls)}`);
    return calls.filter(({ status }) => status === 200);
  };

  async function storedLimit() {
    const { id: api_key_id, apiKey: key } = await makeKey('limited');
    const mark = randomUUID();
    await asOwner('/v1/rate-limits', { name: `limit ${mark}`, quota, window_seconds: 3_600, api_key_id });
    await sleep(settleMs);
    const calls = await times(quota + 20, (index) =>
      chat(index, { key, messages: said(mark), max_tokens: 5 }),
    );
    assert.equal(only(calls, 200, 429).length, quota, `a limit of ${quota} let pass: ${statuses(calls)}`);
    assert.equal((await upstream(mark)).length, quota, 'calls that reached the provider');
    // The key that is not limited is let pass by the same pods.
    only(await times(urls.length, (index) => chat(index)), 200);
    return `${quota} of ${quota + 20} calls within a stored limit`;
  }

  async function cache() {
    const mark = randomUUID();
    const call = (index) =>
      chat(index, { messages: said(mark), headers: { 'Helicone-Cache-Enabled': 'true' } });
    const first = only([await call(0)], 200)[0];
    assert.equal(first.headers.get('helicone-cache'), 'MISS');
    // On each address several times: the Service chooses a pod for each connection.
    const again = only(await times(urls.length * 4, call), 200);
    const seen = again.map(({ headers }) => headers.get('helicone-cache'));
    assert.ok(
      seen.every((state) => state === 'HIT'),
      `cached calls in turn over ${urls}: ${seen}`,
    );
    for (const { data } of again) assert.deepEqual(data, first.data);
    assert.equal((await upstream(mark)).length, 1, 'calls of a cached prompt that reached the provider');
    return `${again.length} hits on all pods for one call of the provider`;
  }

  async function credits() {
    const wallet = `/v1/admin/wallet/${org}`;
    await asOwner(wallet, { balance: balanceCents }, 'PUT');
    await sleep(settleMs);
    const calls = await times(paidCalls, (index) => chat(index, { max_tokens: maxTokens }));
    const paid = only(calls, 200, 429);
    assert.ok(paid.length > 0 && paid.length < paidCalls, `with ${balanceCents} cent: ${statuses(calls)}`);
    const left = await until(
      'nothing is set aside',
      async () => {
        const found = await ask('/v1/credits/balance');
        return found.reserved === 0 && found;
      },
      30,
      200,
    );
    // $2.5 and $10 for a million tokens.
    const cost = ({ usage }) => (usage.prompt_tokens * 2.5 + usage.completion_tokens * 10) / 1e4;
    const spent = paid.reduce((sum, { data }) => sum + cost(data), 0);
    const dearest = Math.max(...paid.map(({ data }) => cost(data)));
    assert.ok(Math.abs(balanceCents - spent - left.balance) < 1e-3, `${spent} spent, ${left.balance} left`);
    assert.ok(left.balance > -dearest, `overspent: ${left.balance} cents left, a call costs ${dearest}`);
    await asOwner(wallet, undefined, 'DELETE');
    await sleep(settleMs);
    only(await times(urls.length, (index) => chat(index)), 200);
    return `${paid.length} of ${paidCalls} calls for ${balanceCents} cent, ${left.balance.toFixed(3)} left`;
  }

  async function prompt() {
    const mark = randomUUID();
    const promptBody = (text) => ({ model, messages: [{ role: 'system', content: `${text} ${mark}.` }] });
    const { id, versionId } = await ask('/v1/prompt-2025', {
      name: `Greeting ${mark}`,
      promptBody: promptBody('First {{hc:name:string}}'),
    });
    const call = (index) =>
      chat(index, { model: undefined, prompt_id: id, inputs: { name: String(index) }, max_tokens: 5 });
    only(await times(urls.length, call), 200);
    assert.equal((await upstream('First')).filter(({ body }) => body.includes(mark)).length, urls.length);
    await ask('/v1/prompt-2025/update', {
      promptId: id,
      promptVersionId: versionId,
      newMajorVersion: true,
      environment: 'production',
      promptBody: promptBody('Second {{hc:name:string}}'),
    });
    await sleep(2_000);
    const from = (await upstream(mark)).length;
    only(await times(urls.length, call), 200);
    const served = (await upstream(mark)).slice(from).map(({ body }) => JSON.parse(body).messages[0].content);
    assert.equal(
      served.toSorted().join('\n'),
      urls.map((_, index) => `Second ${index} ${mark}.`).join('\n'),
      'what all pods make of a prompt 2 s after its publishing',
    );
    return 'a published prompt on all pods within 2 s';
  }

  async function manualLog() {
    const mark = randomUUID();
    const logger = new HeliconeManualLogger({
      apiKey,
      headers: { 'Helicone-Property-Mark': mark },
      loggingEndpoint: `${urls[0]}/custom/v1/log`,
    });
    await logger.logRequest({ model: 'my-own-model', messages: said('Hello!') }, async (recorder) => {
      recorder.appendResults({ usage: { prompt_tokens: 10, completion_tokens: 8, total_tokens: 18 } });
    });
    const filter = { request_response_rmt: { properties: { Mark: { equals: mark } } } };
    const rows = await until('the call that was reported is a row', async () => {
      const found = await ask('/v1/request/query-clickhouse', { filter, limit: 10 });
      return found.length > 0 && found;
    });
    assert.equal(rows.length, 1, 'rows of one call that was reported');
    assert.equal(rows[0].model, 'my-own-model');
    assert.equal(rows[0].total_tokens, 18);
    await rowOf(rows[0].request_id);
    return 'a call reported by hand is a row';
  }

  return [await storedLimit(), await cache(), await credits(), await prompt(), await manualLog()].join('; ');
}

/**
 * A realtime session on one pod that is then taken away: replies go on while the pod lets what is open end, the close
 * says "going away" (1001), and each reply is a row. `takeAway` begins the end of what answers at `url`.
 */
export async function checkRealtime({ url, takeAway, account, seconds = 45 }) {
  const mark = randomUUID();
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/realtime?model=gpt-realtime`, {
    headers: { authorization: `Bearer ${account.apiKey}`, 'Helicone-Property-Mark': mark },
  });
  const closed = new Promise((resolve, reject) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    socket.once('error', reject);
  });
  let answered = 0;
  socket.on('message', (data) => {
    if (JSON.parse(data.toString()).type === 'response.done') answered++;
  });
  const turn = async () => {
    const before = answered;
    socket.send(JSON.stringify({ type: 'response.create' }));
    await until(
      'a reply in the session',
      () => answered > before || socket.readyState !== socket.OPEN,
      15,
      50,
    );
  };
  await Promise.race([new Promise((resolve) => socket.once('open', resolve)), closed]);
  await turn();
  assert.equal(answered, 1, 'replies before the pod is taken away');
  await takeAway();
  // Until well after the pod was told to end.
  let end;
  void closed.then((found) => (end = found));
  for (const deadline = Date.now() + seconds * 1_000; end === undefined; await sleep(1_000)) {
    if (Date.now() > deadline) throw new Error(`the session is neither ended nor closed after ${seconds} s`);
    if (socket.readyState === socket.OPEN) await turn();
  }
  assert.equal(
    end.code,
    1001,
    `the session ended with ${end.code} (${end.reason}) after ${answered} replies`,
  );
  assert.ok(answered > 3, `only ${answered} replies: the session did not go on while its pod ended`);
  const filter = { request_response_rmt: { properties: { Mark: { equals: mark } } } };
  await until(
    'every reply of the session is a row',
    async () => {
      const rows = await account.ask('/v1/request/query-clickhouse', { filter, limit: 100 });
      const whole = rows.filter(({ response_status }) => response_status === 200);
      if (whole.length > answered) throw new Error(`${whole.length} rows of ${answered} replies`);
      return whole.length === answered;
    },
    60,
  );
  return `a realtime session had ${answered} replies while its pod ended, every one a row, and was closed with 1001`;
}
