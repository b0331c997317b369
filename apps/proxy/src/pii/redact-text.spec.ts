import fc from 'fast-check';
import { isCard } from './find-numbers.js';
import { redactText } from './redact-text.js';

describe(redactText.name, () => {
  it.each([
    ['mail ada.l+x@mail.example.co.uk.', 'mail [EMAIL].'],
    ['Grüße an jürgen@müller.de!', 'Grüße an [EMAIL]!'],
    ['call +49 (30) 1234-5678 now', 'call [PHONE] now'],
    ['call (415) 555-2671 or 415-555-2672', 'call [PHONE] or [PHONE]'],
    ['appelez 01 23 45 67 89', 'appelez [PHONE]'],
    ['ruf 030 12345678 an', 'ruf [PHONE] an'],
    ['card 4111 1111 1111 1111 123', 'card [CREDIT_CARD] 123'],
    ['card 5500-0000-0000-0004, amex 378282246310005', 'card [CREDIT_CARD], amex [CREDIT_CARD]'],
    ['IBAN DE89 3704 0044 0532 0130 00 PLEASE', 'IBAN [IBAN] PLEASE'],
    ['gb82west12345698765432', '[IBAN]'],
    ['ssn 123-45-6789.', 'ssn [SSN].'],
    ['from 10.0.0.1 and 2001:db8::ff00:42:8329 to ::1', 'from [IP] and [IP] to [IP]'],
    ['::1', '[IP]'],
    ['a ::2', 'a [IP]'],
    ['::ffff:10.1.2.3 or 64:ff9b::192.0.2.33', '[IP] or [IP]'],
    ['data: ada@example.org', 'data: [EMAIL]'],
    ['token-eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl', 'token-[SECRET]'],
    ['key sk-proj-abcdefghijklmnop1234', 'key [SECRET]'],
    ['AKIAIOSFODNN7EXAMPLE', '[SECRET]'],
    ['ghp_0123456789abcdefghijklmnopqrstuvwxyz', '[SECRET]'],
    ['Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl', 'Bearer [SECRET]'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY----- x', '[SECRET] x'],
  ])('replaces what is found in %j', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });

  it.each([
    'On 2024-01-15 12:30:45 version 1.24.3 came out.',
    'order 1234567890123456 of 4111111111111112',
    'DE00 3704 0044 0532 0130 00',
    'ssn 000-12-3456, 666-12-3456',
    '300.1.2.3 and 12:34:56 and std::string and 3.14159',
    'call 911, room 123-4567',
    'the sk-ip list, a task-force',
    'pi is 3.14159265358979323846',
    'listen on ::0, :: or 0.0.0.0:8585',
    'a ::0',
    'a1b2c3d4-4111-1111-1111-1111abcdef01',
    'on 01/02/2024 10:30:00, am 09.12.2024 14:30, 01-02-2024 10:30',
  ])('leaves %j alone', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('takes time that grows with the length of the text, whatever is in it', () => {
    // Each of them took minutes where every beginning was read to the end.
    for (const piece of [
      '-eyJ',
      '-eyJaaaaaaaa',
      'eyJaaaaaaaa.-eyJ',
      '.eyJaaaaaaaa',
      'a@',
      '-SG.',
      '0/1',
      '4 ',
    ])
      expect(redactText(`! ${piece.repeat(1_000_000 / piece.length)}`)).toMatch(/^! /);
  });

  it('leaves base64 of a picture alone', () => {
    const picture = Buffer.alloc(4000, 'AKIAIOSFODNN7EXAMPLE').toString('base64');
    expect(redactText(picture)).toBe(picture);
    expect(redactText(`data:image/png;base64,${picture}`)).toBe(`data:image/png;base64,${picture}`);
  });

  const luhnEnd = (digits: string) =>
    [...'0123456789'].map((last) => digits + last).find((candidate) => isCard(candidate))!;
  const digit = fc.integer({ min: 0, max: 9 }).map(String);
  const digits = (count: number) =>
    fc.array(digit, { minLength: count, maxLength: count }).map((d) => d.join(''));
  const word = fc.stringMatching(/^[a-z]{1,10}$/);
  const secrets = fc.oneof(
    fc.tuple(word, word).map(([name, host]) => `${name}@${host}.org`),
    digits(14).map((rest) => luhnEnd(`4${rest}`)),
    // The unspecified address is no host's.
    fc.ipV4().filter((address) => address !== '0.0.0.0'),
    fc.ipV6().filter((address) => /[^0.:]/.test(address)),
    digits(9).map((rest) => `+4${rest}`),
    digits(18).map((rest) => `sk-${rest}`),
    fc
      .tuple(
        fc.integer({ min: 100, max: 665 }),
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 1, max: 9999 }),
      )
      .map(([a, b, c]) => `${a}-${String(b).padStart(2, '0')}-${String(c).padStart(4, '0')}`),
  );

  it('lets none through between words', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(word, secrets), { minLength: 1, maxLength: 6 }), (pairs) => {
        const redacted = redactText(pairs.flat().join(' '));
        for (const [, secret] of pairs) expect(redacted).not.toContain(secret);
      }),
    );
  });

  it('finds nothing more in what it has redacted', () => {
    const pieces = fc.oneof(
      secrets,
      word,
      fc.constantFrom('.', '-', ':', '@', ' ', '+', '1', '"', '\n', '[', '//'),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const once = redactText(parts.join(''));
        expect(redactText(once)).toBe(once);
      }),
    );
  });
});
