import { readSmokeSettings } from './smoke-settings.js';

const HELIOSTAT_INIT_API_KEY = 'sk-helicone-aaaaaaa-bbbbbbb-ccccccc-ddddddd';

describe(readSmokeSettings.name, () => {
  it('looks on this machine unless told', () => {
    expect(readSmokeSettings({ HELIOSTAT_INIT_API_KEY, HOST: '0.0.0.0' })).toEqual({
      proxyUrl: 'http://127.0.0.1:8787',
      jawnUrl: 'http://127.0.0.1:8585',
      workerUrl: 'http://127.0.0.1:8686',
      apiKey: HELIOSTAT_INIT_API_KEY,
      host: '127.0.0.1',
      port: 9099,
    });
  });

  it('takes the addresses of a cluster', () => {
    const sut = readSmokeSettings({
      HELIOSTAT_INIT_API_KEY,
      PROXY_URL: 'http://heliostat-proxy:8787/',
      WORKER_URL: 'http://heliostat-worker:8686',
      SMOKE_HOST: 'heliostat-smoke',
      SMOKE_PORT: '9100',
    });
    expect(sut).toMatchObject({
      proxyUrl: 'http://heliostat-proxy:8787',
      workerUrl: 'http://heliostat-worker:8686',
      host: 'heliostat-smoke',
      port: 9100,
    });
  });

  it('names a model for the unified API only where one is set', () => {
    const model = (SMOKE_MODEL: string) => readSmokeSettings({ HELIOSTAT_INIT_API_KEY, SMOKE_MODEL }).model;
    expect([model('gpt-4o-mini/openai'), model('')]).toEqual(['gpt-4o-mini/openai', undefined]);
  });

  it('does not look for the worker of a cluster on this machine', () => {
    const sut = readSmokeSettings({ HELIOSTAT_INIT_API_KEY, JAWN_URL: 'http://heliostat-jawn:8585' });
    expect(sut.workerUrl).toBeUndefined();
  });

  it('names every setting that is missing or wrong', () => {
    expect(() => readSmokeSettings({ SMOKE_PORT: 'x' })).toThrow(
      /SMOKE_PORT: [\s\S]*HELIOSTAT_INIT_API_KEY: expected/,
    );
  });
});
