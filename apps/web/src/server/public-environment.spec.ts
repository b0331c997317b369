import { loadConfig } from '@heliostat/platform';
import { publicEnvironment as sut, publicEnvironmentScript } from './public-environment.js';

describe('the public environment', () => {
  it('names the addresses of this machine when none is set', () => {
    expect(sut(loadConfig({}))).toEqual({
      NEXT_PUBLIC_APP_URL: 'http://localhost:3000',
      NEXT_PUBLIC_HELICONE_JAWN_SERVICE: 'http://localhost:8585',
    });
  });

  it('names the API behind the dashboard when only the dashboard has a public address', () => {
    expect(sut(loadConfig({ HELIOSTAT_PUBLIC_URL: 'https://llm.example/' }))).toMatchObject({
      NEXT_PUBLIC_HELICONE_JAWN_SERVICE: 'https://llm.example/api',
    });
  });

  it('takes the addresses of the original’s printed command', () => {
    const config = loadConfig({
      SITE_URL: 'http://203.0.113.5:3000',
      NEXT_PUBLIC_HELICONE_JAWN_SERVICE: 'http://203.0.113.5:8585',
    });
    expect(sut(config)).toEqual({
      NEXT_PUBLIC_APP_URL: 'http://203.0.113.5:3000',
      NEXT_PUBLIC_HELICONE_JAWN_SERVICE: 'http://203.0.113.5:8585',
    });
  });

  it('holds nothing but addresses', () => {
    const secrets = { BETTER_AUTH_SECRET: 'a-secret-of-many-letters', S3_SECRET_KEY: 'another-secret' };
    expect(publicEnvironmentScript(sut(loadConfig(secrets)))).not.toContain('secret');
  });

  it('is a script that sets window.__ENV', () => {
    const window: { __ENV?: unknown } = {};
    new Function('window', publicEnvironmentScript({ A: 'http://a/?"</script>' }))(window);
    expect(window.__ENV).toEqual({ A: 'http://a/?"</script>' });
  });
});
