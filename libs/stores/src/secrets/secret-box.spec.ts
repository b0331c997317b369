import { randomBytes } from 'node:crypto';
import { createSecretBox, SecretBox, type SecretOwner } from './secret-box.js';

const owner: SecretOwner = { organizationId: 'b0000000-0000-4000-8000-000000000001', id: 'c123' };
const sut = new SecretBox(randomBytes(32));

describe(SecretBox.name, () => {
  it('opens what it sealed, and never seals the same way twice (CR-02)', () => {
    const [one, two] = [sut.seal('sk-söcret', owner), sut.seal('sk-söcret', owner)];
    expect(one.equals(two)).toBe(false);
    expect(one.includes('sk-s')).toBe(false);
    expect([sut.open(one, owner), sut.open(two, owner)]).toEqual(['sk-söcret', 'sk-söcret']);
  });

  it.each([
    ['organisation', { ...owner, organizationId: 'b0000000-0000-4000-8000-000000000002' }],
    ['row', { ...owner, id: 'c124' }],
  ])('does not open a secret for another %s', (_, other) => {
    expect(() => sut.open(sut.seal('x', owner), other)).toThrow(/ENCRYPTION_KEY/);
  });

  it('refuses damaged bytes, whichever byte it is', () => {
    const sealed = sut.seal('secret', owner);
    for (let i = 0; i < sealed.length; i++) {
      const damaged = Buffer.from(sealed);
      damaged[i]! ^= 1;
      expect(() => sut.open(damaged, owner)).toThrow(expect.objectContaining({ code: 'secrets/unreadable' }));
      expect(() => sut.open(sealed.subarray(0, i), owner)).toThrow();
    }
  });

  it('opens what an earlier key sealed, and seals with the new one', () => {
    const [before, now] = [randomBytes(32), randomBytes(32)];
    const rotated = new SecretBox(now, before);
    expect(rotated.open(new SecretBox(before).seal('old', owner), owner)).toBe('old');
    expect(new SecretBox(now).open(rotated.seal('new', owner), owner)).toBe('new');
    expect(() => new SecretBox(before).open(rotated.seal('new', owner), owner)).toThrow();
  });
});

describe(createSecretBox.name, () => {
  it('says which setting is missing', () => {
    expect(() => createSecretBox({})).toThrow(
      expect.objectContaining({ code: 'secrets/no-key', message: expect.stringMatching(/ENCRYPTION_KEY/) }),
    );
  });
});
