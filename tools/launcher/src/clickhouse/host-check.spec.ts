import { assertHostRunsClickHouse } from './host-check.js';

const good = { platform: 'linux', arch: 'x64', cpuFlags: 'sse2 avx avx2', glibc: '2.36' };

describe(assertHostRunsClickHouse.name, () => {
  it.each([
    ['Linux with glibc and AVX2', good],
    ['an ARM Mac', { platform: 'darwin', arch: 'arm64', cpuFlags: '', glibc: undefined }],
    ['ARM Linux, which has no AVX', { ...good, arch: 'arm64', cpuFlags: 'fp asimd' }],
  ])('accepts %s', (_name, host) => {
    expect(() => assertHostRunsClickHouse(host)).not.toThrow();
  });

  it('names every fault and the way out in one message', () => {
    const sut = () => assertHostRunsClickHouse({ ...good, cpuFlags: 'sse2', glibc: undefined });
    expect(sut).toThrow(/glibc.*AVX2.*CLICKHOUSE_URL/);
  });

  it('names a platform without an engine', () => {
    expect(() => assertHostRunsClickHouse({ ...good, platform: 'win32' })).toThrow(/win32/);
  });

  it('accepts this machine, which the tests need', () => {
    expect(() => assertHostRunsClickHouse()).not.toThrow();
  });
});
