import { errors } from 'undici';
import { upstreamError } from './upstream-error.js';

const settings = {
  connectTimeoutMs: 10_000,
  firstByteTimeoutMs: 600_000,
  idleTimeoutMs: 300_000,
};
const system = (code: string) => Object.assign(new Error(code), { code });

describe(upstreamError.name, () => {
  it.each([
    [
      new errors.ConnectTimeoutError(),
      504,
      'proxy/connect-timeout',
      /within 10 s \(PROXY_CONNECT_TIMEOUT_MS\)/,
    ],
    [
      new errors.HeadersTimeoutError(),
      504,
      'proxy/first-byte-timeout',
      /for 600 s \(PROXY_FIRST_BYTE_TIMEOUT_MS\)/,
    ],
    [new errors.BodyTimeoutError(), 504, 'proxy/idle-timeout', /for 300 s \(PROXY_IDLE_TIMEOUT_MS\)/],
    [system('ECONNREFUSED'), 502, 'proxy/connection-refused', /nothing listens at https:\/\/a\.example/],
    [
      new AggregateError([system('ECONNREFUSED'), system('ENETUNREACH')]),
      502,
      'proxy/connection-refused',
      /refused/,
    ],
    [system('ENOTFOUND'), 502, 'proxy/dns', /cannot be resolved/],
    [system('DEPTH_ZERO_SELF_SIGNED_CERT'), 502, 'proxy/tls', /No secure connection/],
    [
      new errors.SocketError('other side closed'),
      502,
      'proxy/connection-lost',
      /before its reply was complete/,
    ],
    [system('HPE_INVALID_VERSION'), 502, 'proxy/bad-reply', /did not answer in HTTP/],
    [
      new errors.InvalidArgumentError('invalid request path'),
      400,
      'proxy/bad-request',
      /invalid request path/,
    ],
    [new Error('strange'), 502, 'proxy/upstream', /strange/],
  ])('turns %s into %i', (error, status, code, words) => {
    const sut = upstreamError(error, 'https://a.example', settings);
    expect(sut).toMatchObject({ status, code });
    expect(sut.message).toMatch(words);
  });
});
