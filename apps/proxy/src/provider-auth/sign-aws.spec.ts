import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { signAws } from './sign-aws.js';

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

type Received = { method: string; path: string; headers: Map<string, string>; body: Buffer };

/** Every character but the unreserved ones of RFC 3986, once more: AWS escapes the escaped path. */
const escaped = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** What AWS makes of a request when it checks a signature, by its published description of version 4. */
function expectedAuthorization(
  { method, path, headers, body }: Received,
  names: string[],
  { id, secret, service, region }: { id: string; secret: string; service: string; region: string },
): string {
  const [place = '', query = ''] = path.split('?');
  const date = headers.get('x-amz-date') ?? '';
  const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`;
  const canonical = [
    method,
    place.split('/').map(escaped).join('/'),
    query.split('&').sort().join('&'),
    ...names.map((name) => `${name}:${headers.get(name) ?? ''}`),
    '',
    names.join(';'),
    headers.get('x-amz-content-sha256') ?? sha256(body),
  ].join('\n');
  const key = [region, service, 'aws4_request'].reduce<Buffer>(hmac, hmac(`AWS4${secret}`, date.slice(0, 8)));
  const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')).toString(
    'hex',
  );
  return `AWS4-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
}

const id = 'AKIDEXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

function received(host: string, path: string, body: Buffer, list: string[]): Received {
  const headers = new Map<string, string>([
    ['host', host],
    ['content-length', String(body.length)],
  ]);
  for (let at = 0; at < list.length; at += 2) headers.set(list[at]!, list[at + 1]!);
  return { method: 'POST', path, headers, body };
}

describe('the check that AWS makes', () => {
  it('agrees with the example of AWS’s documentation', () => {
    const headers = new Map([
      ['content-type', 'application/x-www-form-urlencoded; charset=utf-8'],
      ['host', 'iam.amazonaws.com'],
      ['x-amz-date', '20150830T123600Z'],
    ]);
    const path = '/?Action=ListUsers&Version=2010-05-08';

    expect(
      expectedAuthorization({ method: 'GET', path, headers, body: Buffer.alloc(0) }, [...headers.keys()], {
        id,
        secret,
        service: 'iam',
        region: 'us-east-1',
      }),
    ).toMatch(/Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7$/);
  });
});

describe(signAws.name, () => {
  it('signs so that AWS’s check agrees, whatever model and body (property)', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'grapheme' }),
        fc.uint8Array({ maxLength: 100 }),
        fc.option(fc.constant('session'), { nil: undefined }),
        (model, bytes, sessionToken) => {
          fc.pre(!/^\.{1,2}$/.test(model));
          const host = 'bedrock-runtime.eu-central-1.amazonaws.com';
          const path = `/model/${escaped(model)}/converse`;
          const body = Buffer.from(bytes);
          const list = signAws(
            { accessKeyId: id, secretAccessKey: secret, sessionToken, region: 'eu-central-1' },
            {
              method: 'POST',
              origin: `https://${host}`,
              path,
              headers: ['content-type', 'application/json'],
              body,
            },
          );
          const seen = received(host, path, body, list);
          const authorization = seen.headers.get('authorization') ?? '';
          const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];

          expect(names).toEqual(expect.arrayContaining(['host', 'x-amz-date']));
          expect(seen.headers.get('x-amz-security-token')).toBe(sessionToken);
          expect(names.includes('x-amz-security-token')).toBe(sessionToken !== undefined);
          expect(authorization).toBe(
            expectedAuthorization(seen, names, { id, secret, service: 'bedrock', region: 'eu-central-1' }),
          );
        },
      ),
    );
  });
});
