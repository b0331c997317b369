import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Presented } from '../credentials/credentials.js';

/** AWS refuses what is older, or from further in the future. */
const maxSkewMs = 5 * 60_000;
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

export type SignatureFault = { code: string; message: string };
type Signed = Pick<Presented, 'method' | 'url' | 'headers' | 'body'>;
type Keys = NonNullable<Presented['credentials']['aws']>;

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

/**
 * AWS's signature version 4 of a request, computed anew from what arrived (IAM User Guide, "Create a signed AWS API
 * request"). Undefined where it is right.
 */
export function signatureFault(
  request: Signed,
  { keys, region }: Keys,
  service: string,
  now: number,
): SignatureFault | undefined {
  const parsed =
    /^AWS4-HMAC-SHA256 Credential=([^/\s]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  const date = one(request, 'x-amz-date');
  if (!parsed || date === undefined)
    return {
      code: 'IncompleteSignatureException',
      message: 'Authorization header requires Credential, SignedHeaders and Signature, and X-Amz-Date.',
    };
  const [, id = '', day = '', scoped = '', signedService = '', list = '', signature = ''] = parsed;
  if (signedService !== service)
    return {
      code: 'InvalidSignatureException',
      message: `Credential should be scoped to correct service: '${service}'.`,
    };
  if (region !== undefined && scoped !== region)
    return { code: 'InvalidSignatureException', message: 'Credential should be scoped to a valid region.' };
  const known = Object.hasOwn(keys, id) ? keys[id] : undefined;
  const token = one(request, 'x-amz-security-token');
  if (!known || known.sessionToken !== token)
    return {
      code: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    };
  const skew = Math.abs(timeOf(date) - now);
  if (!(skew <= maxSkewMs))
    return {
      code: 'InvalidSignatureException',
      message: `Signature expired: ${date} is not within 5 minutes.`,
    };
  const names = list.split(';');
  const unsigned = ['host', 'x-amz-date', ...(token === undefined ? [] : ['x-amz-security-token'])].find(
    (name) => !names.includes(name),
  );
  if (unsigned !== undefined)
    return { code: 'InvalidSignatureException', message: `'${unsigned}' must be signed.` };
  const scope = `${day}/${scoped}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical(request, names))].join('\n');
  const key = [day, scoped, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${known.secret}`);
  const right = timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex')) && date.startsWith(day);
  return right ? undefined : { code: 'InvalidSignatureException', message: mismatch };
}

/** The request in the one way in which both sides write it; the path is escaped once more than it was sent. */
function canonical(request: Signed, names: readonly string[]): string {
  const [path = '', query = ''] = request.url.split('?');
  const pairs = query === '' ? [] : query.split('&').map((pair) => (pair.includes('=') ? pair : `${pair}=`));
  return [
    request.method,
    path.split('/').map(escaped).join('/'),
    pairs.sort().join('&'),
    ...names.map((name) => `${name}:${(one(request, name) ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    names.join(';'),
    sha256(request.body),
  ].join('\n');
}

/** Everything but letters, digits and `-_.~` as `%XX`. */
const escaped = (text: string) =>
  [...Buffer.from(text)]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9\-_.~]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');

function one({ headers }: Signed, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

const timeOf = (date: string): number =>
  Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
