import { generateKeyPairSync, verify } from 'node:crypto';
import {
  createGoogleTokens,
  isServiceAccount,
  projectOf,
  type GoogleTokenOptions,
  type TokenTransport,
} from './google-token.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
const account = (email = 'robot@project.iam.gserviceaccount.com') =>
  JSON.stringify({
    type: 'service_account',
    client_email: email,
    private_key: pem,
    token_uri: 'http://169.254.169.254/token',
  });

const label = 'The key "robot" for Vertex AI';
const tokens = (options?: GoogleTokenOptions) => {
  const sut = createGoogleTokens(options);
  return (secret: string, url?: string) => sut(secret, label, url);
};

/** A token endpoint, with what it was asked. */
function endpoint(answer: () => unknown) {
  const asked: { url: string; assertion: string }[] = [];
  const transport: TokenTransport = {
    request({ url, data }) {
      asked.push({ url: String(url), assertion: (data as URLSearchParams).get('assertion') ?? '' });
      return Promise.resolve({ data: answer() });
    },
  };
  return { asked, transport };
}

describe('tokens of a Google service account', () => {
  it('are asked of Google’s own endpoint, with a signed statement', async () => {
    const { asked, transport } = endpoint(() => ({ access_token: 'ya29.x', expires_in: 3600 }));
    const sut = tokens({ transport });

    expect(await sut(account())).toBe('ya29.x');
    const [{ url, assertion }] = asked as [{ url: string; assertion: string }];
    const [head = '', claims = '', signature = ''] = assertion.split('.');
    expect(url).toBe('https://oauth2.googleapis.com/token');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      iss: 'robot@project.iam.gserviceaccount.com',
      scope: 'https://www.googleapis.com/auth/cloud-platform',
    });
    const signed = Buffer.from(`${head}.${claims}`);
    expect(verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('are asked for once by calls that come together, and for each account apart', async () => {
    let given = 0;
    const { asked, transport } = endpoint(() => ({ access_token: `ya29.${++given}`, expires_in: 3600 }));
    const sut = tokens({ transport });
    const texts = await Promise.all([sut(account()), sut(account()), sut(account('b@x')), sut(account())]);

    expect(asked).toHaveLength(2);
    expect(new Set(texts).size).toBe(2);
    expect(texts[0]).toBe(texts[3]);
  });

  it('are kept until five minutes before their end', async () => {
    let given = 0;
    let at = Date.now();
    const { transport } = endpoint(() => ({ access_token: `ya29.${++given}`, expires_in: 3600 }));
    const sut = tokens({ transport, now: () => at });

    expect(await sut(account())).toBe('ya29.1');
    at += 54 * 60_000;
    expect(await sut(account())).toBe('ya29.1');
    at += 2 * 60_000;
    expect(await Promise.all([sut(account()), sut(account())])).toEqual(['ya29.2', 'ya29.2']);
  });

  it('are asked for again after a refusal, which does not quote the account', async () => {
    let refuse = true;
    const { transport } = endpoint(() => {
      if (refuse) throw new Error('invalid_grant: account not found');
      return { access_token: 'ya29.x', expires_in: 3600 };
    });
    const sut = tokens({ transport });

    await expect(sut(account())).rejects.toMatchObject({
      code: 'gateway/bad-credential',
      status: 401,
      message: `Google gave no token for the service account of ${label}: invalid_grant: account not found`,
    });
    refuse = false;
    expect(await sut(account())).toBe('ya29.x');
  });

  it.each([
    ['is not reached', undefined, 503],
    ['fails', 500, 503],
    ['refuses the account', 400, 401],
  ])('are no fault of the account unless Google says so: it %s', async (_what, status, told) => {
    const { transport } = endpoint(() => {
      throw Object.assign(new Error('no'), { config: {}, status });
    });
    await expect(tokens({ transport })(account())).rejects.toMatchObject({ status: told });
  });

  it.each([
    ['broken JSON', `{"private_key": "-----BEGIN SECRET`, 'not valid JSON'],
    ['no key', '{"client_email": "a", "private_key": null}', 'lacks'],
    ['a person’s file', '{"type": "authorized_user", "refresh_token": "BEGIN"}', 'no service account'],
    [
      'a broken key',
      JSON.stringify({ client_email: 'a', private_key: '-----BEGIN PRIVATE' }),
      'cannot be read',
    ],
  ])('name %s without quoting it', async (_, secret, words) => {
    const failure = await tokens()(secret).catch((error: unknown) => error);

    expect(failure).toMatchObject({
      code: 'gateway/bad-credential',
      message: expect.stringContaining(words),
    });
    expect(String((failure as Error).message)).not.toContain('BEGIN');
    expect((failure as Error).cause).toBeUndefined();
  });
});

describe('tokens of a Google service account elsewhere', () => {
  it('are asked of the endpoint that the installation names, by the same statement', async () => {
    const { asked, transport } = endpoint(() => ({ access_token: 'ya29.x', expires_in: 3600 }));
    await tokens({ transport })(account(), 'http://tokens.internal/token');
    const [{ url, assertion }] = asked as [{ url: string; assertion: string }];
    expect(url).toBe('http://tokens.internal/token');
    expect(Buffer.from(assertion.split('.')[1]!, 'base64url').toString()).toContain(
      '"aud":"https://oauth2.googleapis.com/token"',
    );
  });

  it('are signed with a key whose line breaks were escaped twice', async () => {
    const { transport } = endpoint(() => ({ access_token: 'ya29.x', expires_in: 3600 }));
    const escaped = JSON.stringify({
      client_email: 'a@b',
      private_key: pem.toString().replaceAll('\n', '\\n'),
    });
    expect(await tokens({ transport })(escaped)).toBe('ya29.x');
  });
});

describe(projectOf.name, () => {
  it('reads the project of a service account, and of nothing else', () => {
    expect(projectOf('{"project_id":"p","private_key":"k"}')).toBe('p');
    expect(projectOf('{"project_id":')).toBeUndefined();
    expect(projectOf('AIza-key')).toBeUndefined();
  });
});

describe(isServiceAccount.name, () => {
  it('tells an account from a key', () => {
    expect(isServiceAccount(account())).toBe(true);
    expect(isServiceAccount('AIza-key')).toBe(false);
  });
});
