import { generateKeyPairSync, sign } from 'node:crypto';
import type { Behaviour } from './behaviour/behaviour.js';
import { createSimulator, type Simulator } from './simulator.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const robot = 'robot@project.iam.gserviceaccount.com';
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = Math.floor(Date.now() / 1000);
const claims = {
  iss: robot,
  aud: 'https://oauth2.googleapis.com/token',
  scope: 'https://www.googleapis.com/auth/cloud-platform',
  iat: seconds,
  exp: seconds + 3_600,
};

let sut: Simulator;
let behaviour: Partial<Behaviour> | undefined;
beforeEach(async () => {
  behaviour = undefined;
  sut = await createSimulator({
    behave: () => behaviour,
    credentials: {
      aws: { keys: {}, bearers: ['bedrock-key'] },
      google: {
        accounts: { [robot]: publicKey.export({ type: 'spki', format: 'pem' }).toString() },
        project: 'ours',
      },
      azure: { keys: ['azure-key'] },
    },
  });
});
afterEach(() => sut.close());

const token = async (over: object = {}, key = privateKey) => {
  const text = `${base64({ alg: 'RS256', typ: 'JWT' })}.${base64({ ...claims, ...over })}`;
  const assertion = `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  const reply = await fetch(`${sut.url}/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }),
  });
  return (await reply.json()) as { access_token?: string; error_description?: string };
};
const post = (path: string, headers: Record<string, string>, body: object) =>
  fetch(sut.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const gemini = (authorization: string, project = 'ours') =>
  post(
    `/v1/projects/${project}/locations/global/publishers/google/models/gemini-2.5-flash:generateContent`,
    { authorization },
    { contents: [{ role: 'user', parts: [{ text: 'a' }] }] },
  );
const said = { messages: [{ role: 'user', content: [{ text: 'a' }] }] };
const bedrock = { authorization: 'Bearer bedrock-key' };

describe('the simulated credentials', () => {
  it('give a token for an assertion, and let in whoever shows it, to one project', async () => {
    const { access_token } = await token();
    expect((await gemini(`Bearer ${access_token}`)).status).toBe(200);
    expect((await gemini(`Bearer ${access_token}`, 'theirs')).status).toBe(403);
    expect((await gemini('Bearer ya29.made-up')).status).toBe(401);
  });

  it('refuse assertions of others, for others, or that are over', async () => {
    expect((await token({}, stranger)).error_description).toMatch(/Signature/);
    expect((await token({ iss: 'x@y.test' })).error_description).toMatch(/account not found/);
    expect((await token({ aud: 'https://evil.test' })).error_description).toMatch(/audience/);
    expect((await token({ exp: seconds - 1 })).error_description).toMatch(/short-lived/);
    expect((await token({ scope: 'email' })).access_token).toBeUndefined();
  });

  it('let in known keys of Azure in its own header alone', async () => {
    const path = '/openai/deployments/gpt-4o/chat/completions?api-version=1';
    const body = { messages: [{ role: 'user', content: 'a' }] };
    const status = async (headers: Record<string, string>) => (await post(path, headers, body)).status;
    expect(await status({ 'api-key': 'azure-key' })).toBe(200);
    expect(await status({ 'api-key': 'other' })).toBe(401);
    expect(await status({ authorization: 'Bearer azure-key' })).toBe(401);
  });

  it('let in known bearer keys of Bedrock alone', async () => {
    const status = async (authorization: string) =>
      (await post('/model/amazon.nova-lite-v1%3A0/converse', { authorization }, said)).status;
    expect(await status('Bearer bedrock-key')).toBe(200);
    expect(await status('Bearer other')).toBe(403);
  });
});

describe('the simulated Bedrock’s invoke', () => {
  const claude = '/model/us.anthropic.claude-sonnet-4-20250514-v1%3A0';
  const body = {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 20,
    messages: [{ role: 'user', content: 'a' }],
  };

  it('answers Claude’s own body, and streams its events in frames', async () => {
    const whole = await post(`${claude}/invoke`, bedrock, body);
    expect(await whole.json()).toMatchObject({ type: 'message', content: [{ type: 'text' }] });
    const stream = await post(`${claude}/invoke-with-response-stream`, bedrock, body);
    expect(stream.headers.get('content-type')).toBe('application/vnd.amazon.eventstream');
    const bytes = Buffer.from(await stream.arrayBuffer()).toString('latin1');
    const [first] = /\{"bytes":"[^"]*"\}/.exec(bytes)!;
    const { bytes: data } = JSON.parse(first) as { bytes: string };
    expect(JSON.parse(Buffer.from(data, 'base64').toString())).toMatchObject({ type: 'message_start' });
  });

  it('refuses a model in the body, and a body without a version', async () => {
    expect((await post(`${claude}/invoke`, bedrock, { ...body, model: 'a' })).status).toBe(400);
    expect((await post(`${claude}/invoke`, bedrock, { messages: body.messages })).status).toBe(400);
  });
});

describe('the simulated faults', () => {
  it('come with status 200, in the reply’s place and behind half of it', async () => {
    const ask = async (path: string) => {
      const reply = await post(path, bedrock, said);
      return { status: reply.status, text: Buffer.from(await reply.arrayBuffer()).toString('latin1') };
    };
    behaviour = { fail: 'fault' };
    const stream = await ask('/model/amazon.nova-lite-v1%3A0/converse-stream');
    expect(stream.status).toBe(200);
    expect(stream.text).toMatch(/throttlingException/);
    expect(stream.text).not.toMatch(/messageStart/);
    const whole = await ask('/model/amazon.nova-lite-v1%3A0/converse');
    expect(whole).toMatchObject({ status: 200, text: expect.stringMatching(/^\{"message":"Too many/) });
    behaviour = { fail: 'late-fault' };
    const late = await ask('/model/amazon.nova-lite-v1%3A0/converse-stream');
    expect(late.text).toMatch(/messageStart.*contentBlockDelta.*throttlingException/s);
  });
});
