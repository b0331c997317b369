import { assertPublicHost, isPrivateAddress, publicLookup } from './private-address.js';

describe(isPrivateAddress.name, () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '::7f00:1',
    '::169.254.169.254',
    'not an address',
  ])('keeps %s away', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each(['1.1.1.1', '104.18.6.192', '2606:4700::6812:7c0'])('lets %s through', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });
});

describe(assertPublicHost.name, () => {
  it('refuses a literal private address, in brackets too', () => {
    expect(() => assertPublicHost('[::1]')).toThrow(/ALLOW_PRIVATE_TARGETS/);
    expect(() => assertPublicHost('10.0.0.1')).toThrow(/10\.0\.0\.1 is a private/);
  });

  it('leaves names to the look-up', () => {
    expect(() => assertPublicHost('localhost')).not.toThrow();
  });
});

describe(publicLookup.name, () => {
  it('fails for a name that resolves to this machine', async () => {
    const error = await new Promise<NodeJS.ErrnoException | null>((resolve) =>
      publicLookup('localhost', { all: true }, resolve),
    );
    expect(error?.code).toBe('net/private-address');
  });
});
