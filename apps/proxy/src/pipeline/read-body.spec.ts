import { EventEmitter } from 'node:events';
import type { CodedError } from '@heliostat/platform';
import { readBody, type BodySource } from './read-body.js';

/** A body of so many bytes, of which nothing is allocated; `outcome` is its length or the code and words of its fault. */
function send(org: string, bytes: number) {
  const req = new EventEmitter();
  const res = new EventEmitter();
  const source = { req, res, org, headers: { hasBody: true }, request: { add: () => {} }, decided: false };
  const sent = { outcome: undefined as number | string | undefined, close: () => res.emit('close') };
  const fail = ({ code, message }: CodedError) => (sent.outcome = `${code}: ${message}`);
  readBody(source as unknown as BodySource, bytes, fail, (body) => (sent.outcome = body.length));
  req.emit('data', { length: bytes });
  req.emit('end');
  return sent;
}

const mb = 1024 * 1024;

describe(readBody.name, () => {
  it('holds no more than half of the memory for one organization, and takes another’s body meanwhile', () => {
    const held = [send('a', 100 * mb), send('a', 100 * mb)];
    const refused = send('a', 100 * mb);
    const other = send('b', 100 * mb);
    expect([...held, other].map(({ outcome }) => outcome)).toEqual([100 * mb, 100 * mb, 100 * mb]);
    expect(refused.outcome).toMatch(/^proxy\/too-many-bodies: .* of your organization's/);
    for (const one of [...held, other]) one.close();
  });

  it('takes a single body that is larger than half of it', () => {
    const sent = send('a', 400 * mb);
    expect(sent.outcome).toBe(400 * mb);
    sent.close();
  });
});
