import { loadConfig } from '@heliostat/platform';
import { ownOrigin, trustedOrigins } from './trusted-origins.js';

describe(trustedOrigins.name, () => {
  it('holds the public URL and this machine by each of its names', () => {
    const config = loadConfig({ HELIOSTAT_PUBLIC_URL: 'https://llm.example.com/app', WEB_PORT: '3100' });
    expect(trustedOrigins(config)).toEqual([
      'https://llm.example.com',
      'http://localhost:3100',
      'http://127.0.0.1:3100',
      'http://[::1]:3100',
    ]);
  });
});

describe(ownOrigin.name, () => {
  it.each([
    ['http://192.168.1.5:3000', '192.168.1.5:3000', 'http://192.168.1.5:3000'],
    ['http://localhost:4000', 'localhost:4000', 'http://localhost:4000'],
    ['http://[fd00::1]:3000', '[fd00::1]:3000', 'http://[fd00::1]:3000'],
    ['http://evil.example:3000', 'evil.example:3000', undefined],
    ['http://evil.example', '192.168.1.5:3000', undefined],
    ['http://192.168.1.5:3001', '192.168.1.5:3000', undefined],
    ['null', '192.168.1.5:3000', undefined],
  ])('judges a page of %s at the host %s', (origin, host, expected) => {
    expect(ownOrigin(new Headers({ origin, host }))).toBe(expected);
  });

  it('goes by the host that the browser named to the web server', () => {
    const headers = new Headers({
      origin: 'http://10.0.0.2:3000',
      host: 'jawn:8585',
      'x-forwarded-host': '10.0.0.2:3000',
    });
    expect(ownOrigin(headers)).toBe('http://10.0.0.2:3000');
  });
});
