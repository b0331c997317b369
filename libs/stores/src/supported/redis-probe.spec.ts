import { requireSupportedRedis } from './redis-probe.js';

describe(requireSupportedRedis.name, () => {
  it.each([
    ['# Server\r\nredis_version:6.2.14\r\nos:Linux\r\n', 'Redis 6.2.14'],
    ['# Server\r\nredis_version:8.0.2\r\n', 'Redis 8.0.2'],
    ['# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.1.1\r\n', 'Valkey 8.1.1'],
  ])('takes %j', (info, version) => {
    expect(requireSupportedRedis(info)).toBe(version);
  });

  it.each([
    ['redis_version:6.0.16\r\n', 'Redis 6.0.16 is too old: Heliostat needs 6.2 or later'],
    [
      'redis_version:7.2.4\r\nvalkey_version:7.0.0\r\n',
      'Valkey 7.0.0 is too old: Heliostat needs 7.2 or later',
    ],
    ['garbage', 'Redis of an unknown version is too old'],
  ])('refuses %j and names what is needed', (info, message) => {
    expect(() => requireSupportedRedis(info)).toThrow(message);
  });
});
