import { loadConfig } from '@heliostat/platform';
import { banner } from './banner.js';
import { Progress } from './progress.js';

describe(banner.name, () => {
  const of = (env: Record<string, string>) => banner(loadConfig(env), new Progress({ write: () => {} }));

  it('prints every door as a URL that can be clicked', () => {
    const sut = of({ PROXY_PORT: '9000' });
    for (const url of ['http://localhost:3000', 'http://localhost:8585/docs', 'http://localhost:9000/oai/v1'])
      expect(sut).toContain(url);
  });

  it('says who is the first owner when one is configured, without the password', () => {
    const sut = of({ HELIOSTAT_INIT_EMAIL: 'ada@example.com', HELIOSTAT_INIT_PASSWORD: 'hunter22' });
    expect(sut).toContain('ada@example.com');
    expect(sut).not.toContain('hunter22');
  });

  it('is a clean box', () => {
    const box = of({}).split('\n').slice(2);
    expect(new Set(box.map((line) => line.length)).size).toBe(1);
  });
});
