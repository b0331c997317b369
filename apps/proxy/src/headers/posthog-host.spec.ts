import { posthogHost } from './posthog-host.js';
import { readRequestHeaders } from './request-headers.js';

describe(posthogHost.name, () => {
  it.each([
    ['https://eu.posthog.com', 'https://eu.posthog.com'],
    [' https://eu.posthog.com/ ', 'https://eu.posthog.com'],
    ['eu.posthog.com', 'https://eu.posthog.com'],
    ['localhost:8000', 'https://localhost:8000'],
    ['http://10.0.0.7:8000/ingest/?a=b#c', 'http://10.0.0.7:8000/ingest'],
  ])('IN-12: reads %s as %s', (value, host) => {
    expect(posthogHost(value)).toBe(host);
  });

  it.each([
    'ftp://eu.posthog.com',
    'https://',
    'https://u:p@eu.posthog.com',
    'a b',
    `https://${'a'.repeat(600)}.com`,
  ])('IN-12: finds no address in %s', (value) => {
    expect(posthogHost(value)).toBeUndefined();
  });
});

describe('the headers of PostHog', () => {
  it('IN-12: are read and not sent on', () => {
    const sut = readRequestHeaders(['Helicone-Posthog-Key', 'phc_a', 'Helicone-Posthog-Host', 'ph.example']);
    expect([sut.posthogKey, sut.posthogHost, sut.upstream]).toEqual(['phc_a', 'https://ph.example', []]);
    expect(sut.features).toBeUndefined();
  });

  it('IN-12: ask for nothing where they are empty', () => {
    const sut = readRequestHeaders(['Helicone-Posthog-Key', '', 'Helicone-Posthog-Host', ' ']);
    expect([sut.posthogKey, sut.posthogHost, sut.fault]).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ['Helicone-Posthog-Key', 'phc secret'],
    ['Helicone-Posthog-Key', 'p'.repeat(257)],
    ['Helicone-Posthog-Host', 'file:///secret'],
  ])('IN-12: name the fault of a wrong %s without its value', (name, value) => {
    const { fault } = readRequestHeaders([name, value]);
    expect(fault?.message).toMatch(new RegExp(`^The header ${name} must be .*such as`));
    expect(fault?.message).not.toContain(value);
  });
});
