import { decodeValue } from './decode-value.js';
import { readRequestHeaders } from './request-headers.js';

describe(readRequestHeaders.name, () => {
  it('keeps names, order and repetition of what goes on', () => {
    const sut = readRequestHeaders(['X-B', '1', 'x-a', '2', 'X-B', '3']);
    expect(sut.upstream).toEqual(['X-B', '1', 'x-a', '2', 'X-B', '3']);
  });

  it('drops host, framing and hop-by-hop headers', () => {
    const raw = [
      'Host',
      'x',
      'Content-Length',
      '3',
      'Keep-Alive',
      '5',
      'Proxy-Authorization',
      'x',
      'Upgrade',
      'h2c',
    ];
    const sut = readRequestHeaders(raw);
    expect([sut.upstream, sut.host, sut.contentLength]).toEqual([[], 'x', 3]);
  });

  it('drops what Connection names and keeps the credentials', () => {
    const sut = readRequestHeaders(['X-Hop', '1', 'Connection', 'close, x-hop', 'Authorization', 'Bearer p']);
    expect(sut.upstream).toEqual(['Authorization', 'Bearer p']);
  });

  it('keeps the case and hyphens of property names (PP-01)', () => {
    const sut = readRequestHeaders([
      'HELICONE-property-App-Version',
      '1',
      'Helicone-Property-__proto__',
      'x',
    ]);
    expect(JSON.stringify(sut.properties)).toBe('{"App-Version":"1","__proto__":"x"}');
  });

  it.each([
    ['true', true],
    ['TRUE ', true],
    ['false', false],
    ['', false],
  ])('reads Helicone-Omit-Response: "%s" (RQ-15)', (value, omit) => {
    expect(readRequestHeaders(['Helicone-Omit-Response', value]).omitResponse).toBe(omit);
  });

  const protective: [string, (sut: ReturnType<typeof readRequestHeaders>) => boolean | undefined][] = [
    ['Helicone-Omit-Request', (sut) => sut.omitRequest],
    ['Helicone-Omit-Response', (sut) => sut.omitResponse],
    ['Heliostat-Redact-PII', (sut) => sut.features?.redactPii],
    ['Helicone-LLM-Security-Enabled', (sut) => sut.features?.securityEnabled],
    ['Helicone-Prompt-Security-Enabled', (sut) => sut.features?.securityEnabled],
    ['Helicone-LLM-Security-Advanced', (sut) => sut.features?.securityAdvanced],
    ['Helicone-Moderations-Enabled', (sut) => sut.features?.moderationsEnabled],
  ];

  describe.each(protective)('%s, which must not be off by a slip (RQ-15)', (name, read) => {
    it.each(['true', ' TRUE', '1', 'yes', 'On '])('is on by %p', (value) => {
      const sut = readRequestHeaders([name, value]);
      expect([read(sut), sut.fault]).toEqual([true, undefined]);
    });

    it.each(['false', 'False ', '0', 'no', 'OFF', '', ' '])('is off by %p', (value) => {
      const sut = readRequestHeaders([name, value]);
      expect([read(sut), sut.fault]).toEqual([false, undefined]);
    });

    it.each(['ture', '2', 'true, true', 'null', 'enabled'])(
      'is refused with %p, and holds for the row',
      (value) => {
        const sut = readRequestHeaders([name, value]);
        expect(sut.fault).toMatchObject({
          status: 400,
          message: `The header ${name} must be true or false (1 or 0, yes or no, on or off do, too).`,
        });
        expect(read(sut)).toBe(true);
      },
    );
  });

  it.each([
    ['true', true],
    ['1', true],
    ['Yes', true],
    ['no', false],
    ['enabled', false],
  ])('reads Helicone-Cache-Enabled: %p without refusing anything', (value, enabled) => {
    const sut = readRequestHeaders(['Helicone-Cache-Enabled', value]);
    expect([sut.features?.cacheEnabled, sut.fault]).toEqual([enabled, undefined]);
  });

  it('names the header in its fault and shortens its name', () => {
    const sut = readRequestHeaders([`Helicone-Property-${'x'.repeat(300)}`, 'v']);
    expect(sut.fault?.message).toMatch(/^The header Helicone-Property-x{46} has a name longer than 256/);
  });
});

describe('headers that are sent twice', () => {
  it.each([
    ['Helicone-RateLimit-Policy', '1;w=60;s=user', 'Helicone-RateLimit-Policy', '100;w=3600'],
    ['Helicone-RateLimit-Policy', '1;w=60;s=user', 'Helicone-Rate-Limit-Policy', '100;w=3600'],
  ])('%s: %s and %s: %s both hold (RL-01)', (...raw) => {
    expect(readRequestHeaders(raw).features?.rateLimitPolicy).toBe('1;w=60;s=user, 100;w=3600');
  });

  it('are one list of keys (CA-06)', () => {
    const raw = ['Helicone-Cache-Ignore-Keys', 'a', 'Helicone-Cache-Ignore-Keys', 'b'];
    expect(readRequestHeaders(raw).features?.cacheIgnoreKeys).toBe('a, b');
  });

  it('are one list of directives (CA-03)', () => {
    const raw = ['Cache-Control', 'no-store', 'Cache-Control', 'max-age=60'];
    const sut = readRequestHeaders(raw);
    expect(sut.cacheControl).toBe('no-store, max-age=60');
    expect(sut.upstream).toEqual(raw);
  });

  it('stay within the length of one', () => {
    const raw = Array(3)
      .fill(['Helicone-RateLimit-Policy', 'a'.repeat(4000)])
      .flat() as string[];
    expect(readRequestHeaders(raw).fault?.message).toMatch(/Helicone-RateLimit-Policy is longer than 8192/);
  });
});

describe(decodeValue.name, () => {
  it.each([
    ['plain', 'plain'],
    [Buffer.from('Zürich 東京').toString('latin1'), 'Zürich 東京'],
    ['Z%C3%BCrich', 'Zürich'],
    ['100%', '100%'],
    ['a%20b', 'a%20b'],
    ['%ZZ é', '%ZZ é'],
    ['caf\u00e9', 'café'],
  ])('reads %s', (value, text) => {
    expect(decodeValue(value)).toBe(text);
  });
});
