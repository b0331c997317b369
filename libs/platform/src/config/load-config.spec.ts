import { loadConfig } from './load-config.js';

describe(loadConfig.name, () => {
  it('gives every setting its default on an empty environment', () => {
    const sut = loadConfig({});
    expect(sut).toMatchObject({
      PROXY_PORT: 8787,
      PROXY_MAX_BODY: 100_000_000,
      publicUrl: 'http://localhost:3000',
    });
  });

  it('names every bad variable and what it expects in one error', () => {
    const load = () =>
      loadConfig({ WEB_PORT: '70000', SPOOL_FULL: 'maybe', PROVIDER_OPENAI_BASE_URL: 'ftp://x' });
    expect(load).toThrow(
      /WEB_PORT: .*65535[\s\S]*SPOOL_FULL: .*pass or reject[\s\S]*PROVIDER_OPENAI_BASE_URL/,
    );
  });

  it('does not repeat the values of bad variables', () => {
    const load = () => loadConfig({ ENCRYPTION_KEY: 'hunter2' });
    expect(load).toThrow(/ENCRYPTION_KEY: expected 32 bytes/);
    expect(load).not.toThrow(/hunter2/);
  });

  it('collects provider settings by registry id', () => {
    const sut = loadConfig({
      PROVIDER_GOOGLE_AI_STUDIO_BASE_URL: 'http://127.0.0.1:9001/',
      PROVIDER_OPENAI_API_KEY: 'k',
    });
    expect(sut.providers).toEqual({
      'google-ai-studio': { baseUrl: 'http://127.0.0.1:9001' },
      openai: { apiKey: 'k' },
    });
  });

  it('reads sizes with units', () => {
    expect(loadConfig({ LOG_MAX_BODY: '512KiB' }).LOG_MAX_BODY).toBe(524_288);
  });
});
