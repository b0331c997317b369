import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { decodeReply, encodeReply } from './cached-reply.js';
import { replayReply } from './replay-reply.js';

const head = {
  id: 'r',
  at: 1,
  latencyMs: 2,
  contentType: 'text/plain',
  provider: 'openai',
  origin: 'http://a',
  upstreamPath: '/v1',
};

describe('a kept reply', () => {
  it('comes back in the chunks that it came in', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array(), { maxLength: 20 }), fc.string(), (chunks, id) => {
        const kept = decodeReply(encodeReply({ ...head, id }, chunks));
        expect(kept?.head).toMatchObject({ ...head, id, v: 1 });
        expect(kept?.chunks.map((chunk) => [...chunk])).toEqual(chunks.map((chunk) => [...chunk]));
      }),
    );
  });

  it('is none when it is cut or not ours', () => {
    const whole = encodeReply(head, [Buffer.from('abc')]);
    for (let length = 0; length < whole.length; length++)
      expect(decodeReply(whole.subarray(0, length))).toBeUndefined();
    expect(decodeReply(Buffer.from('something else entirely'))).toBeUndefined();
  });

  const zipped = () => decodeReply(encodeReply({ ...head, contentEncoding: 'gzip' }, [gzipSync('text')]))!;

  it.each(['gzip', 'br, GZIP;q=0.5', '*'])('stays encoded for a client that accepts %p', (accepted) => {
    expect(replayReply(zipped(), accepted)).toMatchObject({ contentEncoding: 'gzip' });
  });

  it.each([undefined, 'br', 'gzip;q=0', '*;q=0', ''])(
    'is decoded for a client that accepts %p',
    (accepted) => {
      const reply = replayReply(zipped(), accepted);
      expect(reply?.contentEncoding).toBeUndefined();
      expect(Buffer.concat(reply!.chunks).toString()).toBe('text');
    },
  );

  it('is no reply for a client that cannot read it, nor can we', () => {
    const strange = decodeReply(encodeReply({ ...head, contentEncoding: 'rot13' }, [Buffer.from('grkg')]))!;
    expect(replayReply(strange, 'gzip')).toBeUndefined();
  });
});
