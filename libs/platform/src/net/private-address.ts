import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { CodedError } from '../errors/coded-error.js';

/**
 * Whether an IP address is anything but a public unicast one: loopback, private, link-local (cloud metadata),
 * carrier-grade NAT, multicast, and IPv6 forms that carry an IPv4 address.
 */
export function isPrivateAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return true;
  const parsed = ipaddr.process(address);
  return parsed.range() !== 'unicast' || isIpv4Compatible(parsed);
}

/** `::a.b.c.d`, which no longer means anything but to a system that still takes it for the IPv4 address in it. */
const isIpv4Compatible = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  'parts' in address && address.parts.slice(0, 6).every((part) => part === 0);

/** `net/private-address` (403), in words that name the host and the setting. */
export const privateAddressError = (host: string): CodedError =>
  new CodedError(
    'net/private-address',
    `${host} is a private or local address, which this installation does not allow (ALLOW_PRIVATE_TARGETS, ALLOWED_PRIVATE_TARGETS).`,
    403,
  );

/** Throws `net/private-address` when a URL's host is itself such an address: those are never looked up. */
export function assertPublicHost(hostname: string): void {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  if (isIP(bare) !== 0 && isPrivateAddress(bare)) throw privateAddressError(bare);
}

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/**
 * A `lookup` for `net.connect` that fails with `net/private-address` when a name resolves to a private address. The
 * address that was checked is the one connected to, so a name that changes between two look-ups gains nothing.
 */
export function publicLookup(hostname: string, options: LookupOptions, callback: LookupCallback): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    if (addresses.some(({ address }) => isPrivateAddress(address)))
      return callback(privateAddressError(hostname), []);
    if (options.all) return callback(null, addresses);
    const first = addresses[0]!;
    callback(null, first.address, first.family);
  });
}
