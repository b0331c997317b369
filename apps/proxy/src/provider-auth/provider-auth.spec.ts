import { authenticate, type UnsignedRequest } from './authenticate.js';
import { awsKeysOf } from './sign-aws.js';

const request = (over: Partial<UnsignedRequest> = {}): UnsignedRequest => ({
  provider: 'openai',
  operation: 'chat',
  method: 'POST',
  origin: 'https://api.example.com',
  path: '/v1/x',
  headers: ['content-type', 'application/json'],
  body: Buffer.from('{}'),
  ...over,
});
const label = 'The key "ours"';
const auth = async (over: Partial<UnsignedRequest>, secret = 'key', config = {}) => {
  const sent = request(over);
  const list = await authenticate({ provider: sent.provider, secret, config, label }, sent);
  return Object.fromEntries(list.flatMap((name, i) => (i % 2 === 0 ? [[name, list[i + 1]]] : [])));
};

describe(authenticate.name, () => {
  it.each([
    ['openai', 'chat', 'authorization', 'Bearer key'],
    ['anthropic', 'messages', 'x-api-key', 'key'],
    ['azure', 'chat', 'api-key', 'key'],
    ['google-ai-studio', 'generate', 'x-goog-api-key', 'key'],
    ['bedrock', 'generate', 'authorization', 'Bearer key'],
    ['vertex', 'generate', 'authorization', 'Bearer key'],
  ] as const)('shows %s its key for %s as %s', async (provider, operation, name, value) => {
    expect(await auth({ provider, operation })).toMatchObject({ [name]: value });
  });

  it('adds nothing where no key is needed', async () => {
    expect(await auth({ provider: 'local' }, '')).toEqual({ 'content-type': 'application/json' });
  });

  it('names a version to Anthropic unless the client did', async () => {
    const sent = { provider: 'anthropic', operation: 'messages' } as const;
    expect(await auth(sent)).toMatchObject({ 'anthropic-version': '2023-06-01' });
    expect(await auth({ ...sent, headers: ['Anthropic-Version', '2024-01-01'] })).not.toHaveProperty(
      'anthropic-version',
    );
  });

  it('signs a call to Bedrock for its region and says with which key', async () => {
    const headers = await auth(
      {
        provider: 'bedrock',
        operation: 'generate',
        origin: 'https://bedrock-runtime.eu-central-1.amazonaws.com',
        path: '/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse',
      },
      'secret:session',
      { accessKeyId: 'AKIDEXAMPLE' },
    );
    expect(headers['authorization']).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/bedrock\/aws4_request, SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{64}$/,
    );
    expect(headers['x-amz-security-token']).toBe('session');
    expect(headers['x-amz-date']).toMatch(/^\d{8}T\d{6}Z$/);
  });
});

describe(awsKeysOf.name, () => {
  it('reads a key in one text, and the region of the host', () => {
    const secret = 'AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG:token';
    expect(
      awsKeysOf(
        { provider: 'bedrock', secret, config: {}, label },
        'https://bedrock-runtime.eu-west-3.amazonaws.com',
      ),
    ).toEqual({
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG',
      sessionToken: 'token',
      region: 'eu-west-3',
    });
  });

  it('takes anything else for a bearer token', () => {
    const secret = 'bedrock-api-key-abc:def';
    expect(awsKeysOf({ provider: 'bedrock', secret, config: {}, label }, 'http://127.0.0.1')).toBeUndefined();
  });

  it.each([
    ['AKIAIOSFODNN7EXAMPLE', {}, /^The key "ours" is an AWS access key id without its secret access key/],
    ['ASIAIOSFODNN7EXAMPLE:secret', {}, /without its session token/],
    ['secret', { accessKeyId: 'ASIAIOSFODNN7EXAMPLE' }, /without its session token/],
  ])('refuses half of a key, by its name (%#)', (secret, config, message) => {
    expect(() => awsKeysOf({ provider: 'bedrock', secret, config, label }, 'http://127.0.0.1')).toThrow(
      expect.objectContaining({
        code: 'gateway/bad-credential',
        status: 401,
        message: expect.stringMatching(message),
      }),
    );
  });

  it('reads the region of a VPC endpoint', () => {
    const origin = 'https://vpce-0abc-de.bedrock-runtime.eu-central-1.vpce.amazonaws.com';
    expect(
      awsKeysOf({ provider: 'bedrock', secret: 'secret', config: { accessKeyId: 'AKIAX' }, label }, origin),
    ).toMatchObject({ region: 'eu-central-1' });
  });
});

describe('a key that no header can carry', () => {
  it.each(['sk-line\nbreak', 'sk-“quoted”'])('is refused by its name, unseen (%j)', async (secret) => {
    const failure = await auth({}, secret).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'gateway/bad-credential',
      message: expect.stringMatching(/^The key "ours" has/),
    });
    expect((failure as Error).message).not.toContain('sk-');
  });
});
