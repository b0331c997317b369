import { signatureFault } from './verify-signature.js';

const id = 'AKIDEXAMPLE';
const keys = { [id]: { secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' } };
const now = Date.parse('2015-08-30T12:36:00Z');
/** The example of AWS's documentation, with its published signature. */
const example = {
  method: 'GET',
  url: '/?Action=ListUsers&Version=2010-05-08',
  body: Buffer.alloc(0),
  headers: {
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    host: 'iam.amazonaws.com',
    'x-amz-date': '20150830T123600Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  },
};
const sut = (change: object = {}, headers: object = {}, at = now) =>
  signatureFault({ ...example, ...change, headers: { ...example.headers, ...headers } }, { keys }, 'iam', at);

describe(signatureFault.name, () => {
  it('agrees with the example of AWS’s documentation', () => {
    expect(sut()).toBeUndefined();
  });

  it.each<[string, object, object]>([
    ['another method', { method: 'POST' }, {}],
    ['another path', { url: '/a?Action=ListUsers&Version=2010-05-08' }, {}],
    ['another query', { url: '/?Action=ListUsers' }, {}],
    ['another body', { body: Buffer.from('a') }, {}],
    ['another host', {}, { host: 'evil.test' }],
    ['a header that was changed on the way', {}, { 'content-type': 'text/plain' }],
  ])('refuses a signature of %s', (_what, change, headers) => {
    expect(sut(change, headers)).toMatchObject({ code: 'InvalidSignatureException' });
  });

  it('refuses what is old, of nobody it knows, or without a form', () => {
    expect(sut({}, {}, now + 400_000)?.message).toMatch(/expired/);
    expect(sut({}, { 'x-amz-security-token': 'made up' })?.code).toBe('UnrecognizedClientException');
    const other = example.headers.authorization.replace(id, 'AKIAOTHER');
    expect(sut({}, { authorization: other })?.code).toBe('UnrecognizedClientException');
    expect(sut({}, { authorization: 'Bearer a' })?.code).toBe('IncompleteSignatureException');
  });
});
